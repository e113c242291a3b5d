import { s3BucketNoPublicAcl } from "../../../../policy-pack/controls/s3/s3-bucket-no-public-acl.ts";
import { itBehaves } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers";
const SIGNED_IN = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

const CANNED = "The canned ACL opens the bucket to everyone";
const GRANT = "A grant opens the bucket to everyone";

describe("s3-bucket-no-public-acl", () => {
  describe("of a bucket", () => {
    itBehaves({
      control: s3BucketNoPublicAcl,
      compliant: [resource("aws:s3/bucket:Bucket", "data", { acl: "private" })],
      subject: "data",
      fails: [
        ...["public-read", "public-read-write", "authenticated-read"].map((acl) => ({
          title: `the ACL is ${acl}`,
          path: "acl",
          value: acl,
          messages: [CANNED],
        })),
        {
          title: "one grant of two is to everyone",
          path: "grants",
          value: [
            { type: "Group", permissions: ["WRITE"], uri: LOG_DELIVERY },
            { type: "Group", permissions: ["READ"], uri: EVERYONE },
          ],
          messages: [GRANT],
        },
        {
          title: "a grant is to everyone and another is unknown",
          path: "grants",
          value: [{ $unknown: true }, { type: "Group", permissions: ["READ"], uri: SIGNED_IN }],
          messages: [GRANT],
        },
      ],
      accepts: [
        { title: "no ACL at all", path: "acl" },
        {
          title: "a grant to the log delivery group",
          path: "grants",
          value: [{ type: "Group", permissions: ["WRITE"], uri: LOG_DELIVERY }],
        },
      ],
    });
  });

  describe("of a BucketAcl, in its deprecated form too", () => {
    itBehaves({
      control: s3BucketNoPublicAcl,
      compliant: [
        resource("aws:s3/bucketAclV2:BucketAclV2", "acl", {
          bucket: "data",
          accessControlPolicy: {
            owner: { id: "1" },
            grants: [{ permission: "READ", grantee: { type: "CanonicalUser", id: "1" } }],
          },
        }),
      ],
      subject: "acl",
      fails: [
        {
          title: "a grantee is everyone",
          path: "accessControlPolicy.grants[0].grantee",
          value: { type: "Group", uri: EVERYONE },
          messages: [GRANT],
        },
        { title: "its ACL is public", path: "acl", value: "public-read", messages: [CANNED] },
      ],
    });
  });
});
