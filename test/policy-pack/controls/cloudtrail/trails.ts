import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { resource } from "../../support/resources.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";

/** A multi-region trail with a bucket, which records all management events. */
export function trail(more: Properties = {}, name = "trail"): PolicyResource {
  return resource(TRAIL, name, {
    name: "rampart-dev-trail",
    s3BucketName: "audit",
    isMultiRegionTrail: true,
    enableLogging: true,
    includeGlobalServiceEvents: true,
    ...more,
  });
}

/** An advanced selector: each field and what it must equal, or more of it. */
export function selector(fields: Readonly<Record<string, string | Properties>>): Properties {
  return {
    fieldSelectors: Object.entries(fields).map(([field, test]) =>
      typeof test === "string" ? { field, equals: [test] } : { field, ...test },
    ),
  };
}
