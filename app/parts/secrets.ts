import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** For how long a value is taken to be the newest: a secret that people change holds soon after. */
const HOLDS_MS = 60_000;
/** From one try to the next: whoever brings what does not fit must not make a read each. */
const BRAKE_MS = 5000;
/** For how long a value serves on that can't be read again, from when it was read. */
const OUTLASTS_MS = 15 * 60_000;

/** What is known of a secret. */
interface Known {
  /** What was read last. A read that is under way, or fails, leaves it as it is. */
  good?: { readonly value: string; readonly begun: number };
  /** The last try, whatever came of it. */
  last?: { readonly value: Promise<string>; readonly begun: number };
  pending: boolean;
  /** Whether one has failed since the last that went well. */
  failing: boolean;
}

/** Reads secrets of AWS Secrets Manager, remembers each for a minute, and longer while it is away. */
export class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(client: SecretsManagerClient, now: () => number = () => performance.now()) {
    this.#client = client;
    this.#now = now;
  }

  /** @throws Error that names the secret and never holds a value. */
  async read(name: string): Promise<string> {
    const known = this.#knownOf(name);
    const { good } = known;
    const age = good === undefined ? Infinity : this.#now() - good.begun;
    if (good !== undefined && age < HOLDS_MS) return good.value;
    const again = this.#tried(name, known);
    if (good === undefined || age >= OUTLASTS_MS) return again;
    // Nobody waits for what may be slow, or away. Only who comes first after a while does: what was
    // changed meanwhile must not hold once more.
    if (known.failing || age < 2 * HOLDS_MS) return good.value;
    return again.catch(() => good.value);
  }

  /** Reads it again, for what was read has proved wrong; all who ask within 5 s share one read. */
  renewed(name: string): Promise<string> {
    return this.#tried(name, this.#knownOf(name));
  }

  #knownOf(name: string): Known {
    const known = this.#known.get(name) ?? { pending: false, failing: false };
    this.#known.set(name, known);
    return known;
  }

  /** The last try, or a new one where that is over and long enough ago. */
  #tried(name: string, known: Known): Promise<string> {
    const { last } = known;
    const begun = this.#now();
    if (last && (known.pending || begun - last.begun < BRAKE_MS)) return last.value;
    const value = this.#fetch(name);
    known.last = { value, begun };
    known.pending = true;
    value
      .then(
        (read) => {
          known.good = { value: read, begun };
          known.failing = false;
        },
        () => (known.failing = true),
      )
      .finally(() => (known.pending = false));
    return value;
  }

  async #fetch(name: string): Promise<string> {
    const { SecretString } = await this.#client
      .send(new GetSecretValueCommand({ SecretId: name }))
      .catch((cause: unknown) => {
        throw new Error(`Secret ${name} can't be read`, { cause });
      });
    if (SecretString === undefined) throw new Error(`Secret ${name} holds no text`);
    return SecretString;
  }
}
