import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Reads secrets of AWS Secrets Manager, each once until it is forgotten. */
export class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #known = new Map<string, Promise<string>>();

  constructor(client: SecretsManagerClient) {
    this.#client = client;
  }

  /** @throws Error that names the secret and never holds a value. */
  read(name: string): Promise<string> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const reading = this.#fetch(name);
    this.#known.set(name, reading);
    // Who failed may be lucky the next time.
    reading.catch(() => {
      this.forget(name, reading);
    });
    return reading;
  }

  /** Reads it anew the next time; unless someone else has already asked for it anew. */
  forget(name: string, reading: Promise<string>): void {
    if (this.#known.get(name) === reading) this.#known.delete(name);
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
