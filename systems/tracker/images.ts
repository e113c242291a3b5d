import * as pulumi from "@pulumi/pulumi";

import {
  Repository,
  type RepositoryReference,
  repositoryReference,
} from "../../components/compute/repository.ts";
import { EncryptionKey } from "../../components/keys/encryptionKey.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { type ImageName, IMAGES } from "./services.ts";

/** Whose repositories they are. */
export interface TrackerImagesArgs {
  /** Key and place. */
  readonly base: TrackerBase;
  /** The stack file's `tracker.registry`. */
  readonly registry: TrackerSettings["registry"];
}

/** Days until KMS deletes a key, at most. */
const LONGEST_DELETION_DAYS = 30;

/**
 * Where the tracker's images come from (S-TRACKER-4): a repository for each, made here or adopted
 * from where they were built. Cost: 0.10 USD a GB and month; 1 USD a month for a key of their own
 * where other accounts pull.
 */
export class TrackerImages extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerImages";
  /** Each image's repository. */
  public readonly repositories: Readonly<Record<ImageName, RepositoryReference>>;

  constructor(name: string, args: TrackerImagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerImages.token, name, {}, opts);
    const repositoryOf = this.#source(args);
    this.repositories = {
      api: repositoryOf(IMAGES.api),
      frontend: repositoryOf(IMAGES.frontend),
      admin: repositoryOf(IMAGES.admin),
      anisette: repositoryOf(IMAGES.anisette),
      services: repositoryOf(IMAGES.services),
    };
    this.registerOutputs({});
  }

  #source({ base, registry }: TrackerImagesArgs): (identifier: string) => RepositoryReference {
    if (registry.mode === "adopt") {
      return (identifier) => repositoryReference(`${registry.arnPrefix}${identifier}`);
    }
    const { environment } = base;
    const { keepImages, pullAccounts } = registry;
    // Other accounts can't pull what a key encrypts that is deleted with this stack.
    const key =
      pullAccounts.length === 0
        ? base.key
        : new EncryptionKey(
            "tracker-registry-key",
            {
              environment,
              identifier: `${TRACKER}-registry`,
              description: "Images of the tracker that other accounts run",
              deletionDays: LONGEST_DELETION_DAYS,
              retain: true,
            },
            { parent: this },
          );
    return (identifier) =>
      new Repository(
        identifier,
        { environment, key, identifier, keepImages, pullAccounts },
        { parent: this },
      );
  }
}
