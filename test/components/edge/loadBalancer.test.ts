import assert from "node:assert/strict";

import { logDeliveryStatement } from "../../../components/edge/loadBalancerLogs.ts";
import { OriginGuard } from "../../../components/edge/originGuard.ts";
import { TargetGroup } from "../../../components/edge/targetGroup.ts";
import type { Environment } from "../../../components/shared/environment.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { CERTIFICATE_ARN, testLoadBalancer } from "../../support/edge.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import {
  at,
  namesOf,
  ofType,
  only,
  recorded,
  refusal,
  statement,
  waitsFor,
} from "../../support/graph.ts";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** What no route takes goes there. */
const restOf = (environment: Environment) =>
  new TargetGroup("rest", { environment, vpcId: "vpc-1", identifier: "rest", port: 80 });

describe("LoadBalancer", () => {
  it("P-EDGE-2: faces the internet from the public subnets and drops invalid headers", async () => {
    const graph = await recorded(() => void testLoadBalancer());
    const { inputs, name } = only(graph, BALANCER);
    assert.equal(name, "rampart-dev-alb-main");
    assert.deepEqual(inputs, {
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4",
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: [UNKNOWN],
      accessLogs: { bucket: "rampart-dev-s3-elb-logs-111122223333-us-east-1", enabled: true },
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableWafFailOpen: false,
      enableDeletionProtection: false,
      idleTimeout: 60,
    });
  });

  it("P-EDGE-2: can't be deleted where data must survive", async () => {
    const graph = await recorded(
      () => void testLoadBalancer({}, testEnvironment({ dataProtection: "protected" })),
    );
    assert.equal(only(graph, BALANCER).inputs["enableDeletionProtection"], true);
  });

  it("P-EDGE-2, feature 10: HTTP is redirected for good", async () => {
    const graph = await recorded(() => void testLoadBalancer());
    assert.deepEqual(only(graph, LISTENER, "balancer-http").inputs, {
      loadBalancerArn: UNKNOWN,
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "redirect",
          redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
        },
      ],
    });
  });

  it("P-EDGE-2, features 10, 16: HTTPS is TLS 1.2 or 1.3, refuses what no route takes, and sends security headers", async () => {
    const graph = await recorded(() => void testLoadBalancer());
    assert.deepEqual(only(graph, LISTENER, "balancer-https").inputs, {
      loadBalancerArn: UNKNOWN,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn: CERTIFICATE_ARN,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: {
            contentType: "text/plain",
            statusCode: "404",
            messageBody: "Not found",
          },
        },
      ],
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=63072000; includeSubDomains",
      routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
      routingHttpResponseXFrameOptionsHeaderValue: "DENY",
    });
  });

  it("P-EDGE-1: has no HTTPS listener while the certificate is pending", async () => {
    const graph = await recorded(() => {
      assert.equal(testLoadBalancer({ certificateArn: undefined }).httpsListener, undefined);
    });
    assert.deepEqual(namesOf(graph, LISTENER), ["balancer-http"]);
  });

  it("P-NET-7: the internet reaches 443 and 80, and nothing leaves until a connection says so", async () => {
    const graph = await recorded(() => void testLoadBalancer());
    const rules = ofType(graph, INGRESS).map(({ inputs }) => [
      inputs["cidrIpv4"],
      inputs["ipProtocol"],
      inputs["fromPort"],
      inputs["toPort"],
    ]);
    assert.deepEqual(rules, [
      ["0.0.0.0/0", "tcp", 443, 443],
      ["0.0.0.0/0", "tcp", 80, 80],
    ]);
    assert.deepEqual(ofType(graph, EGRESS), []);
    assert.deepEqual(namesOf(graph, "aws:ec2/securityGroup:SecurityGroup"), ["rampart-dev-sg-alb"]);
  });

  it("T4, P-EDGE-2, feature 11: logs go to an SSE-S3 bucket that forgets them after the given days", async () => {
    const graph = await recorded(() => void testLoadBalancer({ accessLogDays: 30 }));
    const encryption = only(
      graph,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "balancer-logs",
    );
    assert.equal(
      at(encryption.inputs, "rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm"),
      "AES256",
    );
    const lifecycle = only(
      graph,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "balancer-logs",
    );
    assert.deepEqual(at(lifecycle.inputs, "rules", 1, "expiration"), { days: 30 });
    assert.deepEqual(at(lifecycle.inputs, "rules", 0, "abortIncompleteMultipartUpload"), {
      daysAfterInitiation: 7,
    });
  });

  it("T5, feature 11: the bucket's policy admits the region's delivery, and stands first", async () => {
    const graph = await recorded(() => void testLoadBalancer());
    const policy = only(graph, "aws:s3/bucketPolicy:BucketPolicy", "balancer-logs");
    assert.deepEqual(statement(policy, "LoadBalancerLogs"), {
      Sid: "LoadBalancerLogs",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource:
        "arn:aws:s3:::rampart-dev-s3-elb-logs-111122223333-us-east-1/AWSLogs/111122223333/*",
      Principal: { AWS: "arn:aws:iam::127311923021:root" },
    });
    assert.ok(waitsFor(graph, only(graph, BALANCER), policy));
  });

  for (const [region, principal] of [
    ["eu-west-2", { AWS: "arn:aws:iam::652711504416:root" }],
    ["us-gov-west-1", { AWS: "arn:aws-us-gov:iam::048591011584:root" }],
    ["eu-south-2", { Service: "logdelivery.elasticloadbalancing.amazonaws.com" }],
  ] as const) {
    it(`T5: ${region} delivers as ${JSON.stringify(principal)}`, () => {
      const { Principal } = logDeliveryStatement(testEnvironment({ region }), "elb-logs");
      assert.deepEqual(Principal, principal);
    });
  }

  it("T5: a service principal is bound to this account's balancers", () => {
    const environment = testEnvironment({ region: "eu-south-2" });
    assert.deepEqual(logDeliveryStatement(environment, "elb-logs").Condition, {
      ArnLike: {
        "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-south-2:111122223333:loadbalancer/*",
      },
    });
  });

  it("T37, T38: further balancers are told apart in every name, and AWS's name is left to Pulumi", async () => {
    const graph = await recorded(() => void testLoadBalancer({ identifier: "docs" }));
    const balancer = only(graph, BALANCER);
    assert.equal(balancer.name, "rampart-dev-alb-docs");
    assert.equal("name" in balancer.inputs, false);
    assert.deepEqual(namesOf(graph, "aws:ec2/securityGroup:SecurityGroup"), [
      "rampart-dev-sg-alb-docs",
    ]);
    assert.equal(
      only(graph, "aws:s3/bucket:Bucket", "balancer-logs").inputs["bucket"],
      "rampart-dev-s3-elb-logs-docs-111122223333-us-east-1",
    );
  });

  it("T36, T39: refuses one subnet, and an idle timeout that AWS refuses", async () => {
    assert.equal(
      await refusal(() => testLoadBalancer({ publicSubnetIds: ["subnet-1"] })),
      "publicSubnetIds of balancer has 1 subnets; allowed: two or more, in different zones.",
    );
    assert.equal(
      await refusal(() => testLoadBalancer({ idleTimeoutSeconds: 4001 })),
      "idleTimeoutSeconds of balancer is 4001; allowed: 1–4000.",
    );
  });

  describe("behind CloudFront", () => {
    it("T30, P-EDGE-5: admits CloudFront's addresses on 443 alone, and has no HTTP", async () => {
      const graph = await recorded(() => void testLoadBalancer({ guarded: true }));
      const { inputs } = only(graph, INGRESS);
      assert.deepEqual(
        [inputs["prefixListId"], inputs["fromPort"], inputs["toPort"], inputs["cidrIpv4"]],
        ["pl-3b927c52", 443, 443, undefined],
      );
      assert.deepEqual(namesOf(graph, LISTENER), ["balancer-https"]);
    });

    it("P-EDGE-5: forbids what no route takes", async () => {
      const graph = await recorded(() => void testLoadBalancer({ guarded: true }));
      assert.deepEqual(at(only(graph, LISTENER).inputs, "defaultActions", 0, "fixedResponse"), {
        contentType: "text/plain",
        statusCode: "403",
        messageBody: "Forbidden",
      });
    });

    it("P-EDGE-5: the header's value is random and free of a rule's wildcards", async () => {
      const graph = await recorded(() => void testLoadBalancer({ guarded: true }));
      const { inputs } = only(graph, "random:index/randomPassword:RandomPassword");
      assert.deepEqual([inputs["length"], inputs["special"]], [48, false]);
    });

    it("refuses a region whose prefix list is not known", async () => {
      const message = await refusal(
        () =>
          new OriginGuard("guard", { environment: testEnvironment({ region: "me-central-1" }) }),
      );
      assert.match(
        message,
        /^CloudFront's prefix list in me-central-1 is not known; known in: us-east-1, .*, ap-south-1\.$/,
      );
    });
  });

  it("S-TRACKER-7: hands what no route takes to a fallback, where there is one", async () => {
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const fallback = restOf(environment);
      testLoadBalancer({ fallback }, environment);
    });
    const https = only(graph, LISTENER, "balancer-https");
    assert.deepEqual(https.inputs["defaultActions"], [
      { type: "forward", targetGroupArn: UNKNOWN },
    ]);
  });

  it("S-TRACKER-7, P-EDGE-5: refuses a fallback behind a guard, which nobody has passed there", async () => {
    const message = await refusal(() => {
      const environment = testEnvironment();
      const fallback = restOf(environment);
      const guard = new OriginGuard("guard", { environment });
      testLoadBalancer({ fallback, guard }, environment);
    });
    assert.equal(
      message,
      "fallback of balancer is set beside a guard; allowed: none, or whoever finds the balancer is answered.",
    );
  });
});
