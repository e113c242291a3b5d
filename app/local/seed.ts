import { existsSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { DocumentStore } from "../documents/store.ts";
import { ItemStore } from "../items/store.ts";
import type { Database } from "../parts/database.ts";
import { DocumentsTable } from "../parts/documentsTable.ts";

const ITEMS: readonly [name: string, description: string][] = [
  ["Lamp", "Of brass, with a green shade."],
  ["Writing desk", "Oak; the left drawer sticks."],
  ["Globe", "Shows the world as it was in 1962."],
  ["Umbrella", "Black. Found on the 8:15."],
  ["Metronome", "Keeps time, and a little more."],
];

const DOCUMENTS: readonly [filename: string, bytes: number][] = [
  ["minutes-2026-02.pdf", 184_320],
  ["floor plan.png", 1_204_833],
  ["Übersicht.xlsx", 48_210],
  ["holiday.mov", 734_003_200],
];

/** Items and documents to look at, once: what a person deletes stays deleted. */
export async function seedOnce(folder: string, database: Database, table: string): Promise<void> {
  const done = join(folder, "seeded");
  if (existsSync(done)) return;
  const items = new ItemStore(database);
  for (const [name, description] of ITEMS) await items.create({ name, description });
  const documents = new DocumentsTable(table);
  const store = new DocumentStore(documents);
  for (const [filename, bytes] of DOCUMENTS) {
    await store.add({
      id: randomUUID(),
      filename,
      size_bytes: bytes,
      uploaded_at: new Date().toISOString(),
    });
  }
  documents.close();
  writeFileSync(done, "");
}
