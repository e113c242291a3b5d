import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DAWN = `{
  "ArtistID": { "S": "anna" },
  "ItemID": { "S": "TRACK#Dawn" },
  "EntityType": { "S": "Track" },
  "Title": { "S": "Dawn" },
  "Duration": { "N": "214" },
  "Features": { "L": [{ "S": "Björk" }] }
}
`;

/** Files of a sample, and what becomes of each. */
const FILES: Readonly<Record<string, string>> = {
  // Stored.
  "track.json": DAWN,
  "album.json": `{
  "ArtistID": { "S": "anna" },
  "ItemID": { "S": "ALBUM#First Light" },
  "EntityType": { "S": "Album" },
  "Title": { "S": "First Light" },
  "Year": { "N": "2024" }
}
`,
  // A duplicate: another object with the key of the first item.
  "same-track.json": DAWN.replace("214", "215"),
  // Invalid, in three places.
  "wrong.json": `{
  "ItemID": { "S": "SONG#Dawn" },
  "Duration": { "N": "three minutes" }
}
`,
  // Invalid: no JSON.
  "broken.json": `{
  "ArtistID": { "S": "anna" },
  "ItemID":
}
`,
};

/** The order in which they are put in; the last comes again, and is in quarantine already. */
const ORDER = [...Object.keys(FILES), "broken.json"];

/** Writes a sample of all outcomes but failure; its files in their order. */
export function writeSample(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  return ORDER.map((name) => join(folder, name));
}
