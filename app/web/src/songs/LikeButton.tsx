import type { Song } from "../api/types.ts";
import { IconButton } from "../shared/IconButton.tsx";
import { useLike } from "./useLike.ts";

export function LikeButton({ song }: { readonly song: Song }) {
  const toggle = useLike(song);
  return (
    <IconButton
      icon="heart"
      filled={song.liked}
      className={song.liked ? "like liked" : "like"}
      label={`Like ${song.title}`}
      aria-pressed={song.liked}
      onClick={toggle}
    />
  );
}
