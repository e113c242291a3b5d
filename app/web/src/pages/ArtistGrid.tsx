import { Link } from "wouter";

import type { Artist } from "../api/types.ts";
import { Portrait } from "./Portrait.tsx";

export function ArtistGrid({ artists }: { readonly artists: readonly Artist[] }) {
  return (
    <ul className="artists">
      {artists.map((artist) => (
        <li key={artist.id}>
          <Link href={`/artists/${artist.id}`} className="artist-card">
            <Portrait artist={artist} size={120} />
            <span className="title">{artist.name}</span>
            <span className="quiet">{artist.followed ? "Following" : "Artist"}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
