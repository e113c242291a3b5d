import { randomUUID } from "node:crypto";

import type { User } from "../auth/user.ts";
import { Problem } from "../http/problem.ts";
import type { Queries } from "../parts/database.ts";

/** Users whose id is known without asking; one is some 200 bytes. */
const REMEMBERED = 10_000;

/** What a user id of an issuer may be; Cognito's are UUIDs. */
const SUBJECT = /^[\x21-\x7e]{1,256}$/;

/** What others see of a user whose name is not known. */
const NAMELESS = "Someone";

/** A user's row. */
interface Kept {
  readonly id: string;
  /** Whether others see a name of it. */
  readonly named: boolean;
}

/** The rows of users, each made when its user is first seen, and named by the first token that can. */
export class Users {
  readonly #database: Queries;
  readonly #known = new Map<string, Kept>();

  constructor(database: Queries) {
    this.#database = database;
  }

  /** The id under which a user's likes and playlists are kept. */
  async idOf(user: User): Promise<string> {
    const known = this.#known.get(user.id);
    if (known && (known.named || user.name === undefined)) return known.id;
    if (!SUBJECT.test(user.id)) throw new Problem(403, "The token's user has no usable id.");
    let kept = (await this.#find(user.id)) ?? (await this.#make(user));
    if (!kept.named && user.name !== undefined) kept = await this.#name(kept.id, user);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= REMEMBERED) this.#known.delete(oldest);
    this.#known.set(user.id, kept);
    return kept.id;
  }

  async #find(subject: string): Promise<Kept | undefined> {
    const [row] = await this.#database.query<Kept>(
      "select id, display_name <> $2 as named from users where cognito_sub = $1",
      [subject, NAMELESS],
    );
    return row;
  }

  /** Whoever comes second finds what the first has made. */
  async #make(user: User): Promise<Kept> {
    await this.#database.query(
      `insert into users (id, cognito_sub, display_name) values ($1, $2, $3)
       on conflict (cognito_sub) do nothing`,
      [randomUUID(), user.id, displayName(user)],
    );
    const kept = await this.#find(user.id);
    if (kept === undefined) throw new Error("the database lost a user that it had just kept");
    return kept;
  }

  async #name(id: string, user: User): Promise<Kept> {
    await this.#database.query(
      "update users set display_name = $2 where id = $1 and display_name = $3",
      [id, displayName(user), NAMELESS],
    );
    return { id, named: true };
  }
}

/** The token's name in a form that can be kept, and never an id. */
function displayName({ name = "" }: User): string {
  const clean = name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, "")
    .normalize("NFC")
    .trim();
  return Array.from(clean).slice(0, 100).join("").trim() || NAMELESS;
}
