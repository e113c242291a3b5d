import type { Artist } from "../api/types.ts";
import { Cover } from "../songs/Cover.tsx";

interface PortraitProps {
  readonly artist: Artist;
  readonly size: number;
}

export function Portrait({ artist, size }: PortraitProps) {
  return (
    <span className="portrait">
      {artist.image_url === null ? (
        <Cover song={{ id: artist.id, artist_id: artist.id }} size={size} />
      ) : (
        <img src={artist.image_url} alt="" width={size} height={size} loading="lazy" />
      )}
    </span>
  );
}
