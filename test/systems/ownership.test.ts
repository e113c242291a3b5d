import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Graph, managedResources } from "../../plan/graph/resource.ts";
import { recorded } from "../support/graph.ts";
import { everythingOn, programGraph, STACKS, stackGraph } from "../support/stacks.ts";

/**
 * Which component makes which types, directly. A type that is not here has no place in a system:
 * users and access keys, stand-alone ACLs, older or doubled forms of a type (`alb`, `…V2`), rules
 * that would fight with those of a group.
 */
const MAKES: Readonly<Record<string, readonly string[]>> = {
  "automation:Schedule": ["aws:scheduler/schedule", "aws:scheduler/scheduleGroup"],
  "compute:Artefact": ["aws:s3/bucketObjectv2"],
  "compute:Cluster": ["aws:ecs/cluster", "aws:ecs/clusterCapacityProviders"],
  "compute:DiscoveryName": ["aws:servicediscovery/service"],
  "compute:FargateService": ["aws:ecs/service"],
  "compute:Function": [
    "aws:lambda/function",
    "aws:lambda/functionEventInvokeConfig",
    "aws:lambda/permission",
  ],
  "compute:Host": ["aws:ec2/eip", "aws:ec2/instance"],
  "compute:HostGroup": ["aws:autoscaling/group", "aws:autoscaling/policy"],
  "compute:HostTemplate": ["aws:ec2/launchTemplate", "aws:iam/instanceProfile"],
  "compute:Namespace": ["aws:servicediscovery/privateDnsNamespace"],
  "compute:Repository": [
    "aws:ecr/lifecyclePolicy",
    "aws:ecr/repository",
    "aws:ecr/repositoryPolicy",
  ],
  "compute:ServiceScaling": ["aws:appautoscaling/policy", "aws:appautoscaling/target"],
  "compute:TaskDefinition": ["aws:ecs/taskDefinition"],
  "data:BackupPlan": ["aws:backup/plan", "aws:backup/selection"],
  "data:BackupVault": ["aws:backup/vault", "aws:backup/vaultLockConfiguration"],
  "data:Cache": [
    "aws:elasticache/parameterGroup",
    "aws:elasticache/replicationGroup",
    "aws:elasticache/subnetGroup",
    "random:index/randomId",
  ],
  "data:MemoryDb": [
    "aws:memorydb/acl",
    "aws:memorydb/cluster",
    "aws:memorydb/parameterGroup",
    "aws:memorydb/subnetGroup",
    "aws:memorydb/user",
    "random:index/randomId",
  ],
  "data:Postgres": [
    "aws:rds/instance",
    "aws:rds/parameterGroup",
    "aws:rds/subnetGroup",
    "random:index/randomId",
  ],
  "data:Table": ["aws:dynamodb/table"],
  "detection:AccessAnalyzer": ["aws:accessanalyzer/analyzer"],
  "detection:AccountDefaults": [
    "aws:ebs/defaultKmsKey",
    "aws:ebs/encryptionByDefault",
    "aws:iam/accountPasswordPolicy",
    "aws:s3/accountPublicAccessBlock",
  ],
  "detection:ConfigRecorder": [
    "aws:cfg/deliveryChannel",
    "aws:cfg/recorder",
    "aws:cfg/recorderStatus",
    "aws:iam/serviceLinkedRole",
  ],
  "detection:ConfigRules": ["aws:cfg/rule"],
  "detection:CostAnomalies": [
    "aws:costexplorer/anomalyMonitor",
    "aws:costexplorer/anomalySubscription",
  ],
  "detection:CostTags": ["aws:costexplorer/costAllocationTag"],
  "detection:GuardDuty": ["aws:guardduty/detector", "aws:guardduty/detectorFeature"],
  "detection:Inspector": ["aws:ecr/registryScanningConfiguration", "aws:inspector2/enabler"],
  "detection:SecurityHub": ["aws:securityhub/account", "aws:securityhub/standardsSubscription"],
  "detection:VolumeDefaults": ["aws:ebs/encryptionByDefault"],
  "detection:Trail": ["aws:cloudtrail/trail"],
  "edge:AddressRecord": ["aws:route53/record"],
  "edge:AliasRecords": ["aws:route53/record"],
  "edge:Certificate": [
    "aws:acm/certificate",
    "aws:acm/certificateValidation",
    "aws:route53/record",
  ],
  "edge:Distribution": ["aws:cloudfront/distribution"],
  "edge:DistributionLogs": [
    "aws:cloudwatch/logDelivery",
    "aws:cloudwatch/logDeliveryDestination",
    "aws:cloudwatch/logDeliverySource",
  ],
  "edge:EdgeLogPolicy": ["aws:cloudwatch/logResourcePolicy"],
  "edge:HostedZone": [
    "aws:cloudwatch/logResourcePolicy",
    "aws:route53/queryLog",
    "aws:route53/zone",
  ],
  "edge:LoadBalancer": ["aws:lb/listener", "aws:lb/loadBalancer"],
  "edge:Route": ["aws:lb/listenerRule"],
  "edge:SecurityHeaders": ["aws:cloudfront/responseHeadersPolicy"],
  "edge:ShieldAdvanced": ["aws:shield/protection"],
  "edge:SiteDistribution": [
    "aws:cloudfront/distribution",
    "aws:cloudfront/function",
    "aws:cloudfront/originAccessControl",
  ],
  "edge:TargetGroup": ["aws:lb/targetGroup"],
  "edge:WebAcl": ["aws:wafv2/webAcl", "aws:wafv2/webAclLoggingConfiguration"],
  "edge:WebAclAssociation": ["aws:wafv2/webAclAssociation"],
  "identity:AssumingUser": ["aws:iam/user", "aws:iam/userGroupMembership"],
  "identity:GithubOidcProvider": ["aws:iam/openIdConnectProvider"],
  "identity:JobFunction": ["aws:iam/group", "aws:iam/groupPolicyAttachment"],
  "identity:ManagedPolicy": ["aws:iam/policy"],
  "identity:PermissionsBoundary": ["aws:iam/policy"],
  "identity:Role": ["aws:iam/role", "aws:iam/rolePolicy", "aws:iam/rolePolicyAttachment"],
  "identity:UserPool": [
    "aws:cognito/managedLoginBranding",
    "aws:cognito/userPool",
    "aws:cognito/userPoolClient",
    "aws:cognito/userPoolDomain",
  ],
  "keys:EncryptionKey": ["aws:kms/alias", "aws:kms/key"],
  "keys:GeneratedPassword": ["random:index/randomPassword"],
  "keys:Secret": ["aws:secretsmanager/secret", "aws:secretsmanager/secretVersion"],
  "keys:SecretRotation": ["aws:secretsmanager/secretRotation"],
  "network:AddressReservation": ["aws:ec2/subnetCidrReservation"],
  "network:Connection": ["aws:vpc/securityGroupEgressRule", "aws:vpc/securityGroupIngressRule"],
  "network:Endpoints": ["aws:ec2/vpcEndpoint"],
  "network:FlowLogs": ["aws:ec2/flowLog"],
  "network:NatGateways": ["aws:ec2/eip", "aws:ec2/natGateway", "aws:ec2/route"],
  "network:NetworkAcls": ["aws:ec2/networkAcl"],
  "network:Peering": [
    "aws:ec2/route",
    "aws:ec2/vpcPeeringConnection",
    "aws:ec2/vpcPeeringConnectionAccepter",
  ],
  "network:SecurityGroup": ["aws:ec2/securityGroup"],
  "network:SubnetTier": [
    "aws:ec2/route",
    "aws:ec2/routeTable",
    "aws:ec2/routeTableAssociation",
    "aws:ec2/subnet",
  ],
  "network:SubnetTiers": ["aws:ec2/internetGateway"],
  "network:Vpc": ["aws:ec2/vpc"],
  "network:VpcDefaults": [
    "aws:ec2/defaultNetworkAcl",
    "aws:ec2/defaultRouteTable",
    "aws:ec2/defaultSecurityGroup",
  ],
  "observability:Alarm": ["aws:cloudwatch/metricAlarm"],
  "observability:Budget": ["aws:budgets/budget"],
  "observability:Dashboard": ["aws:cloudwatch/dashboard"],
  "observability:EventRule": ["aws:cloudwatch/eventRule", "aws:cloudwatch/eventTarget"],
  "observability:LogGroup": ["aws:cloudwatch/logGroup"],
  "observability:MetricFilter": ["aws:cloudwatch/logMetricFilter"],
  "observability:SavedQuery": ["aws:cloudwatch/queryDefinition"],
  "observability:Topic": ["aws:sns/topic", "aws:sns/topicPolicy"],
  "observability:TopicSubscription": ["aws:sns/topicSubscription"],
  "observability:WorkTopic": ["aws:sns/topic", "aws:sns/topicPolicy"],
  "storage:FileSystem": ["aws:efs/accessPoint", "aws:efs/fileSystem", "aws:efs/mountTarget"],
  "storage:FileSystemAccess": ["aws:efs/fileSystemPolicy"],
  "storage:Queue": ["aws:sqs/queue", "aws:sqs/queuePolicy"],
  "storage:SecureBucket": [
    "aws:s3/bucket",
    "aws:s3/bucketCorsConfiguration",
    "aws:s3/bucketLifecycleConfiguration",
    "aws:s3/bucketLogging",
    "aws:s3/bucketNotification",
    "aws:s3/bucketObjectLockConfiguration",
    "aws:s3/bucketOwnershipControls",
    "aws:s3/bucketPolicy",
    "aws:s3/bucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning",
  ],
};

/** Inputs by which a type would say inline what a resource of its own says here (T18, T85). */
const INLINE: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/routeTable": ["routes"],
  "aws:ec2/securityGroup": ["egress", "ingress"],
  "aws:iam/role": ["inlinePolicies", "managedPolicyArns"],
  "aws:s3/bucket": [
    "acl",
    "corsRules",
    "grants",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "policy",
    "replicationConfiguration",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
  ],
};

/** What a graph has that no component, or another one, should have made. */
function trespasses(graph: Graph): string[] {
  const parents = new Map(graph.resources.map(({ urn, type }) => [urn, type]));
  return managedResources(graph).flatMap(({ type, name, parent = "", inputs }) => {
    const kind = type.replace(/:[^:]*$/, "");
    const token = (parents.get(parent) ?? "").replace(/^rampart:/, "");
    const isAtHome = MAKES[token]?.includes(kind) ?? false;
    return [
      ...(isAtHome ? [] : [`${kind} ${name} is made by ${token}`]),
      ...(INLINE[kind] ?? [])
        .filter((property) => inputs[property] !== undefined)
        .map((property) => `${kind} ${name} has inline ${property}`),
    ];
  });
}

describe("the owners of resource types", () => {
  for (const stack of STACKS) {
    it(`made all that ${stack} consists of`, async () => {
      assert.deepEqual(trespasses(await stackGraph(stack)), []);
    });
  }

  it("made all there is with every setting on", async () => {
    assert.deepEqual(trespasses(await programGraph(everythingOn(), { stack: "prod" })), []);
  });

  it("T97: a system that makes what an account has once is found", async () => {
    const found = trespasses(
      await recorded(() => {
        const parent = new pulumi.ComponentResource("rampart:systems:Platform", "platform");
        new aws.cloudtrail.Trail("own", { s3BucketName: "x" }, { parent });
        new aws.guardduty.Detector("own", {}, { parent });
        new aws.securityhub.Account("own", {}, { parent });
        new aws.cfg.Recorder("own", { roleArn: "x" }, { parent });
        new aws.accessanalyzer.Analyzer("own", { analyzerName: "x" }, { parent });
        new aws.ec2.InstanceMetadataDefaults("own", {}, { parent });
        new aws.ecr.RegistryPolicy("own", { policy: "{}" }, { parent });
        new aws.backup.RegionSettings(
          "own",
          { resourceTypeOptInPreference: { EBS: true } },
          { parent },
        );
      }),
    );
    assert.deepEqual(
      found.sort(),
      [
        "cloudtrail/trail",
        "guardduty/detector",
        "securityhub/account",
        "cfg/recorder",
        "accessanalyzer/analyzer",
        "ec2/instanceMetadataDefaults",
        "ecr/registryPolicy",
        "backup/regionSettings",
      ]
        .map((kind) => `aws:${kind} own is made by systems:Platform`)
        .sort(),
    );
  });

  it("T18, T85: whoever gets round them is found, however the class was got at", async () => {
    const { Bucket } = aws.s3;
    const found = trespasses(
      await recorded(() => {
        const system = new pulumi.ComponentResource("rampart:systems:Platform", "platform");
        const group = new pulumi.ComponentResource("rampart:network:SecurityGroup", "group");
        new Bucket("bare", {}, { parent: system });
        new aws.iam.User("person");
        new aws.ec2.SecurityGroup("inline", { ingress: [], description: "x" }, { parent: group });
        new aws.ec2.SecurityGroupRule(
          "older",
          { type: "egress", protocol: "tcp", fromPort: 1, toPort: 1, securityGroupId: "sg-1" },
          { parent: group },
        );
        new aws.alb.TargetGroup("twin", {}, { parent: system });
      }),
    );
    assert.deepEqual(found.sort(), [
      "aws:alb/targetGroup twin is made by systems:Platform",
      "aws:ec2/securityGroup inline has inline ingress",
      "aws:ec2/securityGroupRule older is made by network:SecurityGroup",
      "aws:iam/user person is made by pulumi:pulumi:Stack",
      "aws:s3/bucket bare is made by systems:Platform",
    ]);
  });
});
