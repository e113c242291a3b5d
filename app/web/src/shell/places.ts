import type { DoorName } from "../../../contract.ts";
import type { IconName } from "../shared/Icon.tsx";

// The doors themselves answer at `/items` and `/documents`.
export const ITEMS_PATH = "/view/items";
export const DOCUMENTS_PATH = "/view/documents";

/** Where one can go, by the door that it needs. */
interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  readonly door: DoorName;
}

export const PLACES: readonly Place[] = [
  { path: "/", name: "Trending", icon: "trending", door: "music" },
  { path: "/artists", name: "Artists", icon: "artists", door: "music" },
  { path: "/liked", name: "Liked", icon: "heart", door: "music" },
  { path: "/playlists", name: "Playlists", icon: "playlist", door: "music" },
  { path: ITEMS_PATH, name: "Items", icon: "box", door: "items" },
  { path: DOCUMENTS_PATH, name: "Documents", icon: "file", door: "documents" },
];
