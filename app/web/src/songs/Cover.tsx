import type { Song } from "../api/types.ts";
import { artOf } from "./art.ts";

interface CoverProps {
  readonly song: Pick<Song, "id" | "artist_id">;
  readonly size: number;
}

/** A picture made of the song's ids: one artist's share their colours. */
export function Cover({ song, size }: CoverProps) {
  const { ground, figure, accent, shape, turn } = artOf(song.artist_id, song.id);
  return (
    <svg className="cover" viewBox="0 0 48 48" width={size} height={size} aria-hidden="true">
      <rect width="48" height="48" fill={ground} />
      <g transform={`rotate(${turn} 24 24)`}>
        <Shape shape={shape} figure={figure} accent={accent} />
      </g>
    </svg>
  );
}

type ShapeProps = Readonly<Record<"figure" | "accent", string>> & { readonly shape: number };

function Shape({ shape, figure, accent }: ShapeProps) {
  switch (shape) {
    case 0:
      return (
        <>
          <circle cx="24" cy="24" r="17" fill={figure} />
          <circle cx="24" cy="24" r="10" fill={accent} />
        </>
      );
    case 1:
      return (
        <>
          <rect x="-12" y="28" width="72" height="32" fill={figure} />
          <circle cx="24" cy="22" r="9" fill={accent} />
        </>
      );
    case 2:
      return (
        <>
          <path d="M0 48A48 48 0 0 1 48 0v48Z" fill={figure} />
          <path d="M22 48A26 26 0 0 1 48 22v26Z" fill={accent} />
        </>
      );
    case 3:
      return (
        <>
          <path d="M-12 18q12-12 24 0t24 0 24 0v42h-72Z" fill={figure} />
          <path d="M-12 34q12-12 24 0t24 0 24 0v26h-72Z" fill={accent} />
        </>
      );
    default:
      return (
        <>
          <path d="M-12 60 24 6l36 54Z" fill={figure} />
          <path d="M6 60 36 24l30 36Z" fill={accent} />
        </>
      );
  }
}
