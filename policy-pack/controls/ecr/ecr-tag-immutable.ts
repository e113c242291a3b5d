import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, fail, pass } from "../../engine/verdict.ts";

export const ecrTagImmutable = defineControl({
  id: "ecr-tag-immutable",
  title: "Tags of images never move",
  severity: "medium",
  frameworks: { fsbp: ["ECR.2"], cis3: [], cis7: [], nist: ["CM-2", "CA-9(1)", "CM-8(1)"] },
  cause: "Whoever may push can put another image under a tag that is already trusted.",
  remedy: "Set imageTagMutability to IMMUTABLE",
  types: ["aws:ecr/repository:Repository"],
  parameters: {
    allowedExclusions: textsOf(
      [],
      "Filters of tags that may move, as imageTagMutabilityExclusionFilters spells them.",
    ),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const mutability = resource.at("imageTagMutability");
    if (mutability.text === "IMMUTABLE") return pass;
    if (mutability.text !== "IMMUTABLE_WITH_EXCLUSION") return fail("Tags can move", mutability);
    return each(resource.at("imageTagMutabilityExclusionFilters").items(), (entry) => {
      const filter = entry.at("filter");
      const holds = parameters.allowedExclusions.includes(filter.text ?? "");
      return expect(holds, `Tags like ${filter.text ?? "?"} can move`, filter);
    });
  },
});
