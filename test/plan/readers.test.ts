import assert from "node:assert/strict";

import { checkSettings, type RawSettings } from "../../config/load.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { type Properties, SECRET, UNKNOWN } from "../../plan/graph/value.ts";
import { publicResources } from "../../plan/readers/exposure.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { placeholderNotices } from "../../plan/readers/placeholders.ts";
import { unknownPolicies } from "../../plan/readers/policies.ts";
import { drawTree, treeOf } from "../../plan/readers/tree.ts";
import { planDocument } from "../../plan/document.ts";
import { planText } from "../../plan/text.ts";
import { rawSettings, withSetting } from "../support/settings.ts";

const ROOT_URN = "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev";

function resource(
  type: string,
  name: string,
  inputs: Properties = {},
  more: Partial<Resource> = {},
): Resource {
  return {
    urn: `urn:pulumi:dev::rampart::${type}::${name}`,
    type,
    name,
    parent: ROOT_URN,
    custom: !/^(rampart|pulumi:pulumi):/.test(type),
    inputs,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    aliases: [],
    ignoreChanges: [],
    ...more,
  };
}

function graphOf(resources: readonly Resource[], outputs: Properties = {}): Graph {
  const stack: Resource = { ...resource("pulumi:pulumi:Stack", "rampart-dev"), urn: ROOT_URN };
  Reflect.deleteProperty(stack, "parent");
  return { project: "rampart", stack: "dev", resources: [stack, ...resources], outputs };
}

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

describe("exposure", () => {
  const cases: readonly [type: string, inputs: Properties, reason: string | undefined][] = [
    [INGRESS, { cidrIpv4: "0.0.0.0/0", fromPort: 443 }, "port 443 from everywhere"],
    [INGRESS, { cidrIpv6: "::/0", fromPort: 22 }, "port 22 from everywhere"],
    [INGRESS, { cidrIpv4: "10.0.0.0/8", fromPort: 443 }, undefined],
    [INGRESS, { referencedSecurityGroupId: UNKNOWN, fromPort: 443 }, undefined],
    ["aws:lb/loadBalancer:LoadBalancer", { internal: false }, "internet-facing"],
    ["aws:lb/loadBalancer:LoadBalancer", {}, "internet-facing"],
    ["aws:lb/loadBalancer:LoadBalancer", { internal: true }, undefined],
    ["aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch: true }, "maps public addresses"],
    ["aws:ec2/subnet:Subnet", {}, undefined],
    [INGRESS, { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" }, "all ports from everywhere"],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ associatePublicIpAddress: "true" }] },
      "public address",
    ],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
      undefined,
    ],
    ["aws:rds/instance:Instance", { publiclyAccessible: true }, "publicly accessible"],
    ["aws:ec2/instance:Instance", { associatePublicIpAddress: true }, "public address"],
    [
      "aws:ecs/service:Service",
      { networkConfiguration: { assignPublicIp: true } },
      "public addresses",
    ],
    ["aws:ecs/service:Service", { networkConfiguration: { assignPublicIp: false } }, undefined],
    ["aws:cloudfront/distribution:Distribution", {}, "served worldwide"],
  ];
  for (const [type, inputs, reason] of cases) {
    it(`${type} ${JSON.stringify(inputs)}: ${reason ?? "not public"}`, () => {
      const found = publicResources(graphOf([resource(type, "thing", inputs)]));
      assert.deepEqual(
        found.map((entry) => entry.reason),
        reason === undefined ? [] : [reason],
      );
    });
  }
});

describe("tree", () => {
  it("groups by component, folds equal types, counts, and marks protected and public", () => {
    const network = resource("rampart:network:Vpc", "network");
    const graph = graphOf([
      network,
      resource("aws:ec2/subnet:Subnet", "a", {}, { parent: network.urn }),
      resource(
        "aws:ec2/subnet:Subnet",
        "b",
        { mapPublicIpOnLaunch: true },
        { parent: network.urn },
      ),
      resource("aws:ec2/vpc:Vpc", "network", {}, { parent: network.urn, protect: true }),
      resource("pulumi:providers:aws", "aws"),
    ]);
    assert.deepEqual(
      drawTree(treeOf(graph), (kind, text) => `${text}<${kind}>`),
      [
        "rampart dev 3<count> 1 protected<protected>",
        "└─ network (Vpc) 3<count> 1 protected<protected>",
        "   ├─ 2 × ec2.Subnet public: maps public addresses<public>",
        "   └─ ec2.Vpc protected<protected>",
      ],
    );
  });
});

describe("tree of a part", () => {
  it("hangs children whose parent is missing under the root", () => {
    const orphan = resource("aws:sns/topic:Topic", "lost", {}, { parent: "urn:gone" });
    assert.deepEqual(
      drawTree(treeOf(graphOf([orphan])), () => ""),
      ["rampart dev"],
    );
    assert.equal(treeOf(graphOf([orphan])).count, 1);
  });
});

describe("unknown policies", () => {
  it("names each document that can't be judged yet", () => {
    const known = resource("aws:iam/policy:Policy", "known", { policy: "{}" });
    const unknown = resource("aws:s3/bucketPolicy:BucketPolicy", "late", { policy: UNKNOWN });
    const trust = resource("aws:iam/role:Role", "role", { assumeRolePolicy: UNKNOWN });
    assert.deepEqual(unknownPolicies(graphOf([known, unknown, trust])), [
      { urn: unknown.urn, property: "policy" },
      { urn: trust.urn, property: "assumeRolePolicy" },
    ]);
  });
});

/** A certificate, and what waits until it is issued. */
function validated(domainName: string): Resource[] {
  const certificate = resource("aws:acm/certificate:Certificate", "cert", { domainName });
  const propertyDependencies = { certificateArn: [certificate.urn] };
  const type = "aws:acm/certificateValidation:CertificateValidation";
  return [certificate, resource(type, "cert", {}, { propertyDependencies })];
}

describe("notices", () => {
  const cases: readonly [what: string, resource: Resource, notice: RegExp][] = [
    [
      "a placeholder account",
      resource("pulumi:providers:aws", "aws", { allowedAccountIds: '["111122223333"]' }),
      /^Account 111122223333 is a placeholder .* which refuses any other account\.$/,
    ],
    [
      "a certificate that another DNS proves",
      resource("aws:acm/certificate:Certificate", "cert", { domainName: "api.rampart.dev" }),
      /^Nothing answers at https:\/\/api\.rampart\.dev until its certificate is issued: enter the validationRecords /,
    ],
    [
      "a service without an image",
      resource("aws:ecs/service:Service", "svc", { name: "rampart-dev-svc-api", desiredCount: 0 }),
      /^Service rampart-dev-svc-api starts no task until its imageDigest is set/,
    ],
    [
      "a distribution on CloudFront's own certificate",
      resource("aws:cloudfront/distribution:Distribution", "cdn", {
        viewerCertificate: { cloudfrontDefaultCertificate: true },
      }),
      /^Distribution cdn uses CloudFront's own certificate, which admits TLS 1\.0/,
    ],
    [
      "a page that no distribution reads",
      resource("aws:s3/bucket:Bucket", "page", {
        bucket: "page",
        tags: { "bucket-role": "frontend" },
      }),
      /^Bucket page lets no distribution read its page: `up` tells the id/,
    ],
    [
      "a secret that nothing rotates",
      resource("aws:secretsmanager/secret:Secret", "db", { name: "/dev/database/credentials" }),
      /^Secret \/dev\/database\/credentials waits for its rotation function/,
    ],
  ];
  for (const [what, subject, notice] of cases) {
    it(`tells of ${what}`, () => {
      const notices = noticesOf(graphOf([subject]));
      assert.equal(notices.length, 1);
      assert.match(notices[0] ?? "", notice);
    });
  }

  it("tells that a certificate waits only where nothing validates it", () => {
    assert.deepEqual(noticesOf(graphOf(validated("api.rampart.dev"))), []);
  });

  it("tells where the stack file has placeholders, of each system, and of none that was replaced", () => {
    const told = (raw: RawSettings): string[] => {
      const { settings } = checkSettings("rampart", raw);
      const [notice = ""] = placeholderNotices(settings ?? assert.fail());
      return notice.replace("The stack file has placeholders; put yours into ", "").split(/, |\.$/);
    };
    const prod = told(rawSettings("prod"));
    for (const path of [
      "identity.github.repository",
      "operations.alerts.emails.critical[0]",
      "platform.edge.host",
      "documents.host",
      "music.host",
      "tracker.host",
      "tracker.certificate.arn",
      "tracker.network.peering.vpcId",
      "tracker.network.peering.routeTableIds[0]",
    ]) {
      assert.ok(prod.includes(path), path);
    }
    const named = withSetting(rawSettings("prod"), "tracker.host", "tracker.rampart.dev");
    assert.deepEqual(
      prod.filter((path) => !told(named).includes(path)),
      ["tracker.host"],
    );
  });

  it("tells to delegate a new zone that a certificate's validation asks", () => {
    const zone = resource("aws:route53/zone:Zone", "zone", { name: "rampart.dev" });
    const validation = resource("aws:acm/certificateValidation:CertificateValidation", "v");
    assert.deepEqual(noticesOf(graphOf([zone])), []);
    assert.match(noticesOf(graphOf([zone, validation]))[0] ?? "", /^Zone rampart\.dev is new: /);
  });

  it("tells of a distribution's id that nobody has", () => {
    const page = resource("aws:s3/bucket:Bucket", "page", {
      bucket: "page",
      tags: { "bucket-role": "frontend" },
    });
    const told = (id: string) =>
      noticesOf(
        graphOf([
          page,
          resource("aws:s3/bucketPolicy:BucketPolicy", "page", {
            bucket: "page",
            policy: `{"aws:SourceArn":"arn:aws:cloudfront::111122223333:distribution/${id}"}`,
          }),
        ]),
      );
    assert.match(told("E1EXAMPLEDEV01")[0] ?? "", /^E1EXAMPLEDEV01 is a placeholder; leave/);
    assert.deepEqual(told("E1ABCDEFGHIJK2"), []);
  });

  it("is silent where there is nothing to tell", () => {
    const graph = graphOf([
      resource("pulumi:providers:aws", "aws", { allowedAccountIds: '["210987654321"]' }),
      ...validated("api.rampart.dev"),
      resource("aws:ecs/service:Service", "svc", { name: "svc", desiredCount: 1 }),
      resource("aws:secretsmanager/secret:Secret", "hand", { tags: { rotation: "manual" } }),
      resource("aws:secretsmanager/secret:Secret", "db", { name: "db" }),
      resource(
        "aws:secretsmanager/secretRotation:SecretRotation",
        "db",
        {},
        {
          propertyDependencies: {
            secretId: ["urn:pulumi:dev::rampart::aws:secretsmanager/secret:Secret::db"],
          },
        },
      ),
    ]);
    assert.deepEqual(noticesOf(graph), []);
  });
});

describe("plan text", () => {
  it("shows every section that has something to say, and secrets as such", () => {
    const graph = graphOf(
      [resource("aws:lb/loadBalancer:LoadBalancer", "alb", { internal: false }, { protect: true })],
      {
        url: "https://api.example.com",
        token: SECRET,
        arn: UNKNOWN,
        names: ["a", "b"],
        pair: { x: 1 },
      },
    );
    const document = planDocument(graph, {
      figures: [
        { name: "hours", value: "always up" },
        { system: "shop", name: "VPC", value: "10.0.0.0/16" },
        { system: "shop", name: "zones", value: "2" },
      ],
      systems: [
        {
          name: "shop",
          resources: 12,
          protected: 1,
          public: 2,
          alertPaths: 3,
          logPaths: 4,
          verdicts: 50,
          findings: 6,
          undecided: 0,
          uses: ["base", "alerts", "base"].map((system) => ({
            system,
            urn: "urn:pulumi:dev::rampart::aws:kms/key:Key::main",
          })),
          quotas: {},
        },
      ],
      notices: ["Mind the gap."],
      unknownPolicies: [
        {
          urn: "urn:pulumi:dev::rampart::aws:s3/bucketPolicy:BucketPolicy::late",
          property: "policy",
        },
      ],
      quotas: [
        { quota: "Elastic IPs", needed: 9, default: 5, source: "s", checked: "2026-11-22" },
        { quota: "VPCs", needed: 1, default: 5, source: "s", checked: "2026-11-22" },
      ],
      policy: { blocking: 0, decided: 1, findings: [], undecided: [], exempted: [] },
      paths: [],
    });
    assert.equal(
      planText(graph, document, (_, text) => text),
      [
        "rampart dev: 1 resources, 1 protected",
        "Figures\n        hours  always up\n  shop  VPC    10.0.0.0/16\n        zones  2",
        [
          "Systems",
          "        resources  protected  public  alert paths  log paths  verdicts  findings  stands on",
          "  shop         12          1       2            3          4        50         6  alerts, base",
        ].join("\n"),
        "Resources\n  rampart dev 1 1 protected\n  └─ lb.LoadBalancer protected public: internet-facing",
        "Public\n  alb: internet-facing",
        "Outputs\n  url    https://api.example.com\n  token  [secret]\n  arn    (known after up)\n  names  a, b\n  pair   x=1",
        "Quotas\n  Elastic IPs  9 of 5: ask AWS for more first\n  1 more need at most half of AWS's default",
        "Policy documents unknown until AWS made what they name\n  aws:s3/bucketPolicy:BucketPolicy late policy",
        "Before you deploy\n  ! Mind the gap.",
        "",
      ]
        .join("\n\n")
        .replace(/\n\n$/, "\n"),
    );
  });
});
