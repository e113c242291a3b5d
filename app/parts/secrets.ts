import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** For how long a value is taken to be the newest: a secret that people change holds soon after. */
const HOLDS_MS = 60_000;
/** The same once it has proved wrong: whoever brings what does not fit must not make a read each. */
const BRAKE_MS = 5000;

interface Reading {
  readonly value: Promise<string>;
  readonly begun: number;
}

/** Reads secrets of AWS Secrets Manager, and remembers each for a minute. */
export class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #now: () => number;
  readonly #known = new Map<string, Reading>();

  constructor(client: SecretsManagerClient, now: () => number = () => performance.now()) {
    this.#client = client;
    this.#now = now;
  }

  /** @throws Error that names the secret and never holds a value. */
  read(name: string): Promise<string> {
    return this.#youngerThan(HOLDS_MS, name);
  }

  /** Reads it again, for what was read has proved wrong; all who ask within 5 s share one read. */
  renewed(name: string): Promise<string> {
    return this.#youngerThan(BRAKE_MS, name);
  }

  #youngerThan(milliseconds: number, name: string): Promise<string> {
    const known = this.#known.get(name);
    if (known !== undefined && this.#now() - known.begun < milliseconds) return known.value;
    const reading = { value: this.#fetch(name), begun: this.#now() };
    this.#known.set(name, reading);
    // Who failed may be lucky the next time, and what was known before still is.
    reading.value.catch(() => {
      if (this.#known.get(name) !== reading) return;
      if (known === undefined) this.#known.delete(name);
      else this.#known.set(name, known);
    });
    return reading.value;
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
