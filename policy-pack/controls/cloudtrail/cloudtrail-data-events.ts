import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, pass, some } from "../../engine/verdict.ts";
import { roleOf, WRITER_TYPES } from "../s3/bucketRole.ts";
import { BUCKET } from "../s3/siblings.ts";
import { isLogging, records, TRAIL } from "./trail.ts";

/** What the ARNs of all objects begin with. */
const ALL = "arn:aws:s3:::";
/** A bucket that only a selector for all buckets covers. */
const ANY_BUCKET = "any\u0000bucket";

export const cloudtrailDataEvents = defineControl({
  id: "cloudtrail-data-events",
  title: "Trails record reads and writes of the objects in data buckets",
  severity: "medium",
  frameworks: {
    fsbp: [],
    cis3: ["3.9", "3.8"],
    cis7: ["4.9", "4.8"],
    nist: ["AU-2", "AU-3", "AU-12"],
  },
  cause: "After a leak nobody can say which objects were read or changed, and by whom.",
  remedy: "Select AWS::S3::Object events, reads and writes, of all buckets or of each data bucket",
  types: [TRAIL],
  related: [TRAIL, BUCKET, ...WRITER_TYPES],
  parameters: {
    dataRoles: textsOf(["data"], "Roles of buckets whose objects' events must be recorded."),
  },
  scope: "stack",
  check({ stack, parameters }) {
    // What one trail leaves out, another may record.
    const recorded = (access: "read" | "write", arn: string) =>
      some(stack.ofType(TRAIL), (trail) => {
        const resource = { type: "AWS::S3::Object", arn };
        return isLogging(trail) && records(trail, { category: "Data", access, resource });
      });
    const judge = (arn: string, title: string) =>
      each(["read", "write"] as const, (access) =>
        expect(recorded(access, arn), `No trail records who ${access}s objects of ${title}`),
      );
    // Where nothing is left out, it does not matter which buckets there are.
    if (judge(ALL, "").every(({ outcome }) => outcome === "pass")) return pass;
    const buckets = stack
      .ofType(BUCKET)
      .filter((bucket) => parameters.dataRoles.includes(roleOf(stack, bucket)));
    if (buckets.length === 0) return judge(`${ALL}${ANY_BUCKET}/`, "the account's buckets");
    return each(buckets, (bucket) => {
      const name = bucket.at("bucket");
      if (name.text === undefined) throw name.undecidable();
      return judge(`${ALL}${name.text}/`, bucket.name);
    });
  },
});
