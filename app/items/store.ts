import { randomUUID } from "node:crypto";

import type { States } from "../http/state.ts";
import type { Queries } from "../parts/database.ts";
import type { Item, ItemInput, Versioned } from "./item.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly created: string;
  readonly updated: string;
}

/** Where a page ends; microseconds of a time would not survive a `Date`. */
export interface Place {
  readonly createdAt: string;
  readonly id: string;
}

export interface Page {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined at the end of the list. */
  readonly next: Place | undefined;
}

const TIME = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const COLUMNS = `id, name, description, version, ${TIME("created_at")} as created, ${TIME("updated_at")} as updated`;

/** The second value: {@link versionsIn}. */
const AMONG = "($2::int[] is null or version = any ($2::int[]))";

function versionsIn(states: States): readonly number[] | null {
  return states === "any" ? null : states;
}

/** Items in PostgreSQL. */
export class ItemStore {
  readonly #database: Queries;

  constructor(database: Queries) {
    this.#database = database;
  }

  async create({ name, description }: ItemInput): Promise<Versioned> {
    const rows = await this.#database.query<Row>(
      `insert into items (id, name, description) values ($1, $2, $3) returning ${COLUMNS}`,
      [randomUUID(), name, description],
    );
    return only(rows);
  }

  async read(id: string): Promise<Versioned | undefined> {
    const [row] = await this.#database.query<Row>(`select ${COLUMNS} from items where id = $1`, [
      id,
    ]);
    return row && versioned(row);
  }

  /** Newest first. One row more than asked for tells whether there is a next page. */
  async page(limit: number, after: Place | undefined): Promise<Page> {
    const rows = await this.#database.query<Row>(
      `select ${COLUMNS} from items
       where $2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::uuid)
       order by created_at desc, id desc limit $1`,
      [limit + 1, after?.createdAt ?? null, after?.id ?? null],
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => versioned(row).item),
      next: last && { createdAt: last.created, id: last.id },
    };
  }

  /** Undefined if it is in none of those states, or gone. */
  async replace(id: string, states: States, input: ItemInput): Promise<Versioned | undefined> {
    const [row] = await this.#database.query<Row>(
      `update items set name = $3, description = $4, version = version + 1, updated_at = now()
       where id = $1 and ${AMONG} returning ${COLUMNS}`,
      [id, versionsIn(states), input.name, input.description],
    );
    return row && versioned(row);
  }

  /** False if it was in none of those states, or gone. */
  async remove(id: string, states: States): Promise<boolean> {
    const rows = await this.#database.query(
      `delete from items where id = $1 and ${AMONG} returning id`,
      [id, versionsIn(states)],
    );
    return rows.length > 0;
  }
}

function versioned({ id, name, description, version, created, updated }: Row): Versioned {
  return { item: { id, name, description, createdAt: created, updatedAt: updated }, version };
}

function only(rows: readonly Row[]): Versioned {
  const [row] = rows;
  if (row === undefined) throw new Error("the database returned no row");
  return versioned(row);
}
