import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, fail } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";
import { eachContainer, TASK_DEFINITION } from "./containers.ts";
import { type Image, imageOf } from "./image.ts";

export const ecsImagePinnedPrivate = defineControl({
  id: "ecs-image-pinned-private",
  title: "Images come from an allowed registry and are pinned by digest",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CM-14", "SI-7", "SR-4"] },
  cause:
    "Someone else decides what runs: a tag can be moved, a foreign registry can be taken over.",
  remedy: "Name the image of a registry of this account by @sha256 and its digest",
  types: [TASK_DEFINITION],
  parameters: {
    allowedRegistries: textsOf(
      [],
      "Registries or repositories beside the account's own, as `public.ecr.aws/docker/library`.",
    ),
  },
  scope: "resource",
  check: ({ resource, parameters, ownAccounts }) =>
    eachContainer(resource, (container, title) => {
      const reading = partOf(container, "image");
      const image = imageOf(reading.text ?? "");
      if (image.repository === "") return fail(`Container ${title} names no image`, reading);
      const parts = [
        () => {
          const how = `by ${image.tag === undefined ? "no tag" : `tag ${image.tag}`}`;
          return expect(
            image.pinned,
            `The image of container ${title} is named ${how}, not by digest`,
            reading,
          );
        },
        () => {
          const allowed =
            isListed(image, parameters.allowedRegistries) ||
            (image.account !== undefined && ownAccounts().includes(image.account));
          const message = `The image of container ${title} comes from a registry that is not allowed`;
          return expect(allowed, message, reading);
        },
      ];
      return each(parts, (part) => part());
    }),
});

/** Whether a repository is one of a list, or below one. */
function isListed({ repository }: Image, list: readonly string[]): boolean {
  return list.some((entry) => entry !== "" && `${repository}/`.startsWith(withSlash(entry)));
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
