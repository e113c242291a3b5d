import { randomBytes, randomInt, randomUUID } from "node:crypto";

import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetRandomPasswordRequest,
  GetRandomPasswordResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from "@aws-sdk/client-secrets-manager";

interface Version {
  value: string | undefined;
  readonly stages: Set<string>;
}

interface Secret {
  readonly versions: Map<string, Version>;
  rotationEnabled: boolean;
}

/** An error as the service's client throws it: known by its name. */
function refused(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { requestId: randomUUID() } });
}

/**
 * Secrets Manager's rules about versions and their labels, in memory. Source: the service's API
 * reference, and its guide, "Rotation by Lambda function".
 */
export class SecretsManagerStandIn {
  readonly #secrets = new Map<string, Secret>();
  /** Every value that any secret ever had. */
  readonly values: string[] = [];

  /** A secret with its first version, as the program makes it. */
  create(id: string, value: unknown, labels: readonly string[] = ["AWSCURRENT", "seed"]): string {
    const token = randomUUID();
    const text = JSON.stringify(value);
    const versions = new Map([[token, { value: text, stages: new Set(labels) }]]);
    this.#secrets.set(id, { versions, rotationEnabled: false });
    this.values.push(text);
    return token;
  }

  /** RotateSecret: the next version, labelled and without a value; an open one is taken up again. */
  startRotation(id: string): string {
    const secret = this.#secret(id);
    secret.rotationEnabled = true;
    const open = this.#holder(secret, "AWSPENDING");
    if (open !== undefined && open !== this.#holder(secret, "AWSCURRENT")) return open;
    const token = randomUUID();
    secret.versions.set(token, { value: undefined, stages: new Set() });
    this.#label(secret, "AWSPENDING", token);
    return token;
  }

  /** Turns rotation off, as CancelRotateSecret does; labels stay. */
  cancelRotation(id: string): void {
    this.#secret(id).rotationEnabled = false;
  }

  /** The version that holds a label. */
  versionOf(id: string, label: string): string | undefined {
    return this.#holder(this.#secret(id), label);
  }

  /** A value by its label, parsed. */
  value(id: string, label = "AWSCURRENT"): Record<string, string> {
    const secret = this.#secret(id);
    const version = secret.versions.get(this.#holder(secret, label) ?? "");
    return JSON.parse(version?.value ?? "null") as Record<string, string>;
  }

  describeSecret({ SecretId }: DescribeSecretRequest): Promise<DescribeSecretResponse> {
    return this.#answer(() => {
      const secret = this.#secret(SecretId);
      const labelled = [...secret.versions].filter(([, { stages }]) => stages.size > 0);
      return {
        ARN: SecretId ?? "",
        RotationEnabled: secret.rotationEnabled,
        VersionIdsToStages: Object.fromEntries(
          labelled.map(([token, { stages }]) => [token, [...stages]]),
        ),
      };
    });
  }

  getSecretValue(input: GetSecretValueRequest): Promise<GetSecretValueResponse> {
    return this.#answer(() => {
      const secret = this.#secret(input.SecretId);
      const label = input.VersionStage ?? (input.VersionId ? undefined : "AWSCURRENT");
      const token = input.VersionId ?? this.#holder(secret, label ?? "");
      const version = secret.versions.get(token ?? "");
      if (version && label !== undefined && !version.stages.has(label)) {
        const message =
          "You provided a VersionStage that is not associated to the provided VersionId.";
        throw refused("InvalidRequestException", message);
      }
      if (token === undefined || version?.value === undefined) {
        const message = `Secrets Manager can't find the specified secret value for ${label ?? ""}`;
        throw refused("ResourceNotFoundException", message);
      }
      const { value: SecretString, stages } = version;
      return { SecretString, VersionId: token, VersionStages: [...stages] };
    });
  }

  getRandomPassword(input: GetRandomPasswordRequest): Promise<GetRandomPasswordResponse> {
    return this.#answer(() => {
      const { PasswordLength: length = 32, ExcludeCharacters: excluded = "" } = input;
      const kinds = [
        "abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "0123456789",
        "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
      ].map((kind) => Array.from(kind).filter((character) => !excluded.includes(character)));
      const pick = (from: readonly string[]) => from[randomInt(from.length)] ?? "";
      const first = input.RequireEachIncludedType ? kinds.map(pick) : [];
      const rest = Array.from({ length: length - first.length }, () => pick(kinds.flat()));
      return { RandomPassword: [...first, ...rest].join("") };
    });
  }

  putSecretValue(input: PutSecretValueRequest): Promise<PutSecretValueResponse> {
    return this.#answer(() => {
      const secret = this.#secret(input.SecretId);
      const { ClientRequestToken: token = randomBytes(16).toString("hex"), SecretString } = input;
      const version = secret.versions.get(token) ?? { value: undefined, stages: new Set() };
      if (version.value !== undefined && version.value !== SecretString) {
        const message = "You can't modify an existing version.";
        throw refused("ResourceExistsException", message);
      }
      if (SecretString !== undefined) this.values.push(SecretString);
      version.value = SecretString;
      secret.versions.set(token, version);
      const labels = input.VersionStages ?? ["AWSCURRENT"];
      for (const label of labels) this.#label(secret, label, token);
      return { VersionId: token, VersionStages: [...version.stages] };
    });
  }

  updateSecretVersionStage(
    input: UpdateSecretVersionStageRequest,
  ): Promise<UpdateSecretVersionStageResponse> {
    return this.#answer(() => {
      const secret = this.#secret(input.SecretId);
      const { VersionStage: label = "", MoveToVersionId: to, RemoveFromVersionId: from } = input;
      const holder = this.#holder(secret, label);
      if (from !== undefined && from !== holder) {
        throw refused("InvalidParameterException", `${label} is not attached to version ${from}`);
      }
      if (to !== undefined && holder !== undefined && to !== holder && from === undefined) {
        throw refused("InvalidParameterException", `${label} is attached to another version`);
      }
      if (to !== undefined && !secret.versions.has(to)) {
        throw refused("ResourceNotFoundException", `there is no version ${to}`);
      }
      if (to !== undefined) this.#label(secret, label, to);
      else if (from !== undefined) secret.versions.get(from)?.stages.delete(label);
      return { ARN: input.SecretId ?? "" };
    });
  }

  #secret(id: string | undefined): Secret {
    const secret = this.#secrets.get(id ?? "");
    if (secret) return secret;
    throw refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  #holder({ versions }: Secret, label: string): string | undefined {
    return [...versions].find(([, { stages }]) => stages.has(label))?.[0];
  }

  /** A label is at one version only; the one that AWSCURRENT leaves gets AWSPREVIOUS. */
  #label(secret: Secret, label: string, token: string): void {
    const holder = this.#holder(secret, label);
    if (holder === token) return;
    if (holder !== undefined) secret.versions.get(holder)?.stages.delete(label);
    secret.versions.get(token)?.stages.add(label);
    if (label === "AWSCURRENT" && holder !== undefined) this.#label(secret, "AWSPREVIOUS", holder);
  }

  /** Answers and refusals come as late as the service's. */
  async #answer<T>(make: () => T): Promise<T> {
    await Promise.resolve();
    return make();
  }
}
