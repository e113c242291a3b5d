import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { BUCKET } from "./siblings.ts";

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const s3BucketNoPublicAcl = defineControl({
  id: "s3-bucket-no-public-acl",
  title: "No ACL opens an S3 bucket to everyone",
  severity: "critical",
  frameworks: {
    fsbp: ["S3.2", "S3.3"],
    cis3: [],
    cis7: [],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Anyone on the internet, or anyone with any AWS account, can read or write the objects.",
  remedy: "Remove the ACL and set object ownership to BucketOwnerEnforced",
  types: [BUCKET, "aws:s3/bucketAcl:BucketAcl"],
  scope: "resource",
  check({ resource }) {
    const acl = () =>
      expect(
        !PUBLIC_ACLS.includes(resource.at("acl").text ?? ""),
        "The canned ACL opens the bucket to everyone",
        "acl",
      );
    const [path, uri] =
      resource.type === BUCKET ? ["grants", "uri"] : ["accessControlPolicy.grants", "grantee.uri"];
    const grants = () =>
      each(resource.at(path).items(), (grant) =>
        expect(
          !PUBLIC_GROUP.test(grant.at(uri).text ?? ""),
          "A grant opens the bucket to everyone",
          grant,
        ),
      );
    return each([acl, grants], (part) => part());
  },
});
