import { useState } from "react";

import { IconButton } from "../shared/IconButton.tsx";
import { usePlayer } from "./context.ts";

export function VolumeControl() {
  const { volume, setVolume } = usePlayer();
  const [before, setBefore] = useState(1);
  const mute = () => {
    if (volume > 0) setBefore(volume);
    setVolume(volume > 0 ? 0 : before);
  };
  return (
    <div className="volume">
      <IconButton
        icon={volume === 0 ? "muted" : "volume"}
        label={volume === 0 ? "Unmute" : "Mute"}
        onClick={mute}
      />
      <input
        type="range"
        aria-label="Volume"
        aria-valuetext={`${Math.round(volume * 100)} %`}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        style={{ "--filled": volume }}
        onChange={(event) => {
          setVolume(event.currentTarget.valueAsNumber);
        }}
      />
    </div>
  );
}
