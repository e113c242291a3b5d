import { clock } from "../shared/words.ts";
import { useEngine, usePlayer } from "./context.ts";
import { currentEntry } from "./queue.ts";

/** Where in the song it is, and the way to another place. */
export function SeekBar() {
  const { engine, queue } = usePlayer();
  const seconds = useEngine(engine, (state) => state.seconds);
  const length = (currentEntry(queue)?.song.duration_ms ?? 0) / 1000;
  const at = Math.min(Math.floor(seconds), length);
  return (
    <div className="seek">
      <span className="time" aria-hidden="true">
        {clock(at * 1000)}
      </span>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${clock(at * 1000)} of ${clock(length * 1000)}`}
        min={0}
        max={Math.max(length, 1)}
        step={1}
        value={at}
        disabled={length === 0}
        style={{ "--filled": length === 0 ? 0 : at / length }}
        onChange={(event) => {
          engine.seek(event.currentTarget.valueAsNumber);
        }}
      />
      <span className="time" aria-hidden="true">
        {clock(length * 1000)}
      </span>
    </div>
  );
}
