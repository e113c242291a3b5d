import assert from "node:assert/strict";

import { ecsImagePinnedPrivate } from "../../../../policy-pack/controls/ecs/ecs-image-pinned-private.ts";
import { imageOf } from "../../../../policy-pack/controls/ecs/image.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { FOREIGN } from "../../support/resources.ts";
import { accepted, container, DIGEST, inEachForm, REGISTRY, task, text } from "./tasks.ts";

const named = (how: string) => `The image of container app is named ${how}, not by digest`;
const REFUSED = "The image of container app comes from a registry that is not allowed";
const fails = (image: string, ...messages: string[]) => ({
  title: `it is ${image}`,
  path: "containerDefinitions",
  value: text(container({ image })),
  messages,
});

describe("ecs-image-pinned-private", () => {
  itBehaves({
    control: ecsImagePinnedPrivate,
    compliant: task(),
    subject: "task",
    fails: [
      ...inEachForm("the tag is latest", { image: `${REGISTRY}/app:latest` }, [
        named("by tag latest"),
      ]),
      ...inEachForm("there is no image", { image: null }, ["Container app names no image"]),
      fails(`${REGISTRY}/app`, named("by no tag")),
      fails(`${REGISTRY}/app:1.2.3`, named("by tag 1.2.3")),
      fails(":latest", "Container app names no image"),
      fails(`${REGISTRY}/app@${DIGEST}0`, named("by no tag")),
      fails(`${REGISTRY}/app@x${DIGEST}`, named("by no tag")),
      fails(`9${REGISTRY}/app@${DIGEST}`, REFUSED),
      fails(`${REGISTRY}/app@sha256:abc`, named("by no tag")),
      fails(`nginx@${DIGEST}`, REFUSED),
      fails("nginx", named("by no tag"), REFUSED),
      fails(`${FOREIGN}.dkr.ecr.us-east-1.amazonaws.com/app@${DIGEST}`, REFUSED),
      fails(`public.ecr.aws/nginx/nginx@${DIGEST}`, REFUSED),
      fails(`${REGISTRY}.example.com/app@${DIGEST}`, REFUSED),
      fails(`localhost:5000/app@${DIGEST}`, REFUSED),
    ],
    accepts: accepted(
      ["a tag beside the digest", { image: `${REGISTRY}/app:1.2@${DIGEST}` }],
      ["a path in the registry", { image: `${REGISTRY}/team/app@${DIGEST}` }],
      ["blanks around it", { image: ` ${REGISTRY}/app@${DIGEST} ` }],
      ["FIPS", { image: `${REGISTRY.replace(".ecr.", ".ecr-fips.")}/app@${DIGEST}` }],
      [
        "the dual-stack host",
        { image: `${REGISTRY.slice(0, 12)}.dkr-ecr.us-east-1.on.aws/app@${DIGEST}` },
      ],
    ),
  });

  it("accepts registries that the profile allows, and no names that only begin alike", () => {
    const of = (image: string, allowed = "public.ecr.aws/nginx") =>
      said(
        judged(
          ecsImagePinnedPrivate,
          task({ containerDefinitions: text(container({ image: `${image}@${DIGEST}` })) }),
          "task",
          {
            parameters: {
              "ecs-image-pinned-private": { allowedRegistries: [allowed] },
            },
          },
        ),
      );
    assert.equal(of("public.ecr.aws/nginx/nginx"), "pass");
    assert.equal(of("public.ecr.aws/nginx"), "pass");
    assert.equal(of("public.ecr.aws/nginx/nginx", "public.ecr.aws/nginx/"), "pass");
    assert.deepEqual(of("public.ecr.aws/nginx-evil/nginx"), [REFUSED]);
  });

  it("takes an image apart", () => {
    assert.deepEqual(imageOf("localhost:5000/a/b:1"), {
      repository: "localhost:5000/a/b",
      account: undefined,
      tag: "1",
      pinned: false,
    });
    assert.deepEqual(imageOf(`${REGISTRY}/app@${DIGEST}`), {
      repository: `${REGISTRY}/app`,
      account: "111122223333",
      tag: undefined,
      pinned: true,
    });
  });
});
