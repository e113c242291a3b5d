import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, fail, notApplicable } from "../../engine/verdict.ts";
import { roleOf, WRITER_TYPES } from "./bucketRole.ts";
import { BUCKET, BUCKET_LOGGING, siblingsOf, strays } from "./siblings.ts";

export const s3BucketAccessLogging = defineControl({
  id: "s3-bucket-access-logging",
  title: "S3 buckets log their requests to another bucket",
  severity: "medium",
  frameworks: {
    fsbp: ["S3.9"],
    cis3: [],
    cis7: [],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "After an incident nobody can say who read or deleted what.",
  remedy: "Add a BucketLogging whose target is the access-log bucket",
  types: [BUCKET],
  related: [BUCKET_LOGGING, ...WRITER_TYPES],
  parameters: {
    unloggedRoles: textsOf(["access-log-target"], "Roles of buckets that keep no access log."),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    if (parameters.unloggedRoles.includes(roleOf(stack, resource))) return notApplicable;
    const split = siblingsOf(stack, resource, BUCKET_LOGGING).map((view) => ({
      view,
      property: "targetBucket",
    }));
    const inline = ["logging.targetBucket", "loggings.targetBucket"]
      .filter((property) => resource.at(property).kind !== "absent")
      .map((property) => ({ view: resource, property }));
    const places = [...split, ...inline].filter(({ view, property }) => {
      const target = view.at(property);
      return target.kind !== "known" || target.text !== "";
    });
    if (places.length === 0) return fail("The bucket logs no requests");
    const verdicts = each(places, ({ view, property }) => {
      const targets = stack.references(view, property, BUCKET);
      return expect(
        !targets.some(({ urn }) => urn === resource.urn),
        "The bucket logs its requests to itself",
      );
    });
    return [...verdicts, ...strays(stack, resource, BUCKET_LOGGING)];
  },
});
