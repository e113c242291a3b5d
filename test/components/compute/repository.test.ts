import assert from "node:assert/strict";

import { Repository, repositoryReference } from "../../../components/compute/repository.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, policyOf, recorded, refusal } from "../../support/graph.ts";
import { textOf } from "../../support/compute.ts";

const REPOSITORY = "aws:ecr/repository:Repository";
const POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

describe("Repository", () => {
  const environment = testEnvironment();
  type Overrides = Partial<ConstructorParameters<typeof Repository>[1]>;
  const build = (overrides: Overrides = {}) => {
    const { key } = foundation(environment);
    return new Repository("api", { environment, key, identifier: "api", ...overrides });
  };
  const graphOf = (overrides: Overrides = {}): Promise<Graph> => recorded(() => build(overrides));

  it("P-RUN-1, feature 27: tags are immutable, images scanned on push and encrypted with the key", async () => {
    const graph = await graphOf();
    assert.deepEqual(only(graph, REPOSITORY).inputs, {
      name: "rampart-dev-ecr-api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: { $unknown: true } }],
      forceDelete: true,
    });
    const [keyUrn] = only(graph, REPOSITORY).propertyDependencies["encryptionConfigurations"] ?? [];
    assert.equal(keyUrn, only(graph, "aws:kms/key:Key").urn);
  });

  it("P-DATA-5: images block a destroy where data must survive", async () => {
    const graph = await graphOf({ environment: testEnvironment({ dataProtection: "protected" }) });
    assert.equal(only(graph, REPOSITORY).inputs["forceDelete"], false);
  });

  it("P-RUN-1: untagged images go after 7 days, then all but releases and the last; the rule for any is last", async () => {
    const graph = await graphOf({ keepImages: 30 });
    const text = textOf(only(graph, LIFECYCLE), "policy");
    assert.deepEqual(JSON.parse(text), {
      rules: [
        {
          rulePriority: 1,
          description: "Expire untagged images after 7 days",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "Keep the last 50 released images",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["release-*"],
            countType: "imageCountMoreThan",
            countNumber: 50,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 3,
          description: "Keep the last 30 images",
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("P-RUN-1: keeps 10 images unless told otherwise", async () => {
    const graph = await graphOf();
    assert.match(
      textOf(only(graph, LIFECYCLE), "policy"),
      /"countType":"imageCountMoreThan","countNumber":10/,
    );
  });

  it("decisions, registry: other accounts may pull and nothing else", async () => {
    const graph = await graphOf({ pullAccounts: ["444455556666", "777788889999"] });
    assert.deepEqual(policyOf(only(graph, POLICY)).Statement, [
      {
        Sid: "PullFromOtherAccounts",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root"] },
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
      },
    ]);
  });

  it("P-RUN-1: has no policy when nobody else pulls", async () => {
    assert.deepEqual(ofType(await graphOf({ pullAccounts: [] }), POLICY), []);
  });

  it("is known by ARN and address before it exists", async () => {
    const known: unknown[] = [];
    await recorded(() => {
      const { arn, url } = build();
      known.push(arn, url);
    });
    assert.deepEqual(known, [
      "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-ecr-api",
      "111122223333.dkr.ecr.us-east-1.amazonaws.com/rampart-dev-ecr-api",
    ]);
  });

  for (const keepImages of [0, 2.5]) {
    it(`refuses to keep ${keepImages} images`, async () => {
      assert.equal(
        await refusal(() => build({ keepImages })),
        `keepImages of api is ${keepImages}; allowed: 1 or more, whole.`,
      );
    });
  }
});

describe("repositoryReference", () => {
  const ADDRESSES: readonly [arn: string, url: string][] = [
    [
      "arn:aws:ecr:eu-west-2:444455556666:repository/team/api",
      "444455556666.dkr.ecr.eu-west-2.amazonaws.com/team/api",
    ],
    [
      "arn:aws-us-gov:ecr:us-gov-west-1:444455556666:repository/api",
      "444455556666.dkr.ecr.us-gov-west-1.amazonaws.com/api",
    ],
    [
      "arn:aws-cn:ecr:cn-north-1:444455556666:repository/api",
      "444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/api",
    ],
  ];

  for (const [arn, url] of ADDRESSES) {
    it(`T28: ${arn} is at ${url}`, () => {
      assert.deepEqual(repositoryReference(arn), { arn, url });
    });
  }

  it("refuses the ARN of something else", () => {
    assert.throws(() => repositoryReference("arn:aws:s3:::images"), {
      message:
        '"arn:aws:s3:::images" is no ARN of a repository; allowed: arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME.',
    });
  });
});
