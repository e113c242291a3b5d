import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { policyJson } from "../shared/policy.ts";

/** Where images come from, whoever owns it; all of it is known before anything exists. */
export interface RepositoryReference {
  /** ARN, as policies name it; another account's or region's when it was adopted. */
  readonly arn: string;
  /** Registry and name, without tag or digest. */
  readonly url: string;
}

/** What a stack decides of a repository of its own; one that exists is only referred to. */
export interface RepositoryArgs {
  /** Opens the name; where data must survive, images do too. */
  readonly environment: Environment;
  /** Encrypts the images, for good; where other accounts pull, it must outlive the stack. */
  readonly key: EncryptionKey;
  /** Last part of the repository's name, such as `api`. */
  readonly identifier: string;
  /** Images to keep beside the released ones, which are tagged `release-…`. @default 10 */
  readonly keepImages?: number | undefined;
  /** Other accounts, 12 digits each, that may pull. @default none */
  readonly pullAccounts?: readonly string[] | undefined;
}

/** Days until an image that lost its last tag is gone. */
const UNTAGGED_DAYS = 7;

/** Released images to keep, so that what runs somewhere can still be pulled. */
const RELEASES = 50;

/** What a foreign account needs to pull; ECR's own grants cover the key. */
const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/**
 * A private image repository: tags never move (T59), each image is scanned when it is pushed, and
 * all are encrypted with the environment's key (P-RUN-1). Cost: 0.10 USD a GB and month.
 *
 * @throws Error when `keepImages` is no whole number above 0.
 */
export class Repository extends pulumi.ComponentResource implements RepositoryReference {
  public static readonly token = "rampart:compute:Repository";
  /** Physical name; known before the repository exists, and waits for it. */
  public readonly repositoryName: pulumi.Output<string>;
  /** ARN; known before the repository exists. */
  public readonly arn: string;
  /** Registry and name, without tag or digest; known before the repository exists. */
  public readonly url: string;

  constructor(name: string, args: RepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Repository.token, name, {}, opts);
    const { environment, keepImages = 10, pullAccounts = [] } = args;
    if (!Number.isInteger(keepImages) || keepImages < 1) {
      throw new Error(`keepImages of ${name} is ${keepImages}; allowed: 1 or more, whole.`);
    }
    const keep = keepsData(environment) || pullAccounts.length > 0;
    // What other accounts run must not vanish with this stack, nor their leave to pull it.
    const kept = { parent: this, retainOnDelete: keep };
    const physicalName = nameOf(environment, "repository", args.identifier);

    const repository = new aws.ecr.Repository(
      name,
      {
        name: physicalName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.key.arn }],
        forceDelete: !keep,
      },
      kept,
    );
    new aws.ecr.LifecyclePolicy(
      name,
      { repository: repository.name, policy: lifecycleJson(keepImages) },
      kept,
    );
    if (pullAccounts.length > 0) {
      const policy = pullPolicyJson(environment, pullAccounts);
      new aws.ecr.RepositoryPolicy(name, { repository: repository.name, policy }, kept);
    }

    this.repositoryName = repository.name;
    const reference = repositoryReference(arnOf(environment, "ecr", `repository/${physicalName}`));
    this.arn = reference.arn;
    this.url = reference.url;
    this.registerOutputs({ repositoryName: this.repositoryName, ...reference });
  }
}

/**
 * The repository with this ARN, in whatever account, region and partition it says.
 *
 * @throws Error when the ARN is not one of a repository.
 */
export function repositoryReference(arn: string): RepositoryReference {
  const match = /^arn:([^:]+):ecr:([^:]+):(\d{12}):repository\/(.+)$/.exec(arn);
  if (match === null) {
    throw new Error(
      `"${arn}" is no ARN of a repository; allowed: arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME.`,
    );
  }
  const [, partition = "", region = "", account = "", name = ""] = match;
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return { arn, url: `${account}.dkr.ecr.${region}.${suffix}/${name}` };
}

/** ECR applies rules by priority, and wants the one for any tag last. */
function lifecycleJson(keepImages: number): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Expire untagged images after ${UNTAGGED_DAYS} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: UNTAGGED_DAYS,
        },
        action: expire,
      },
      {
        // An image that a rule of higher priority counts is no other rule's to expire.
        rulePriority: 2,
        description: `Keep the last ${RELEASES} released images`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["release-*"],
          countType: "imageCountMoreThan",
          countNumber: RELEASES,
        },
        action: expire,
      },
      {
        rulePriority: 3,
        description: `Keep the last ${keepImages} images`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
        action: expire,
      },
    ],
  });
}

function pullPolicyJson(environment: Environment, accounts: readonly string[]): string {
  return policyJson("repository", [
    {
      Sid: "PullFromOtherAccounts",
      Effect: "Allow",
      Principal: {
        AWS: accounts.map((account) => `arn:${environment.partition}:iam::${account}:root`),
      },
      Action: PULL_ACTIONS,
    },
  ]);
}
