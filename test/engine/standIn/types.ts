import type { Data, DataRecord } from "./data.ts";

/** What a stand-in must know of a type beyond its typings. */
interface TypeFacts {
  /** Whether the real provider names it after its logical name when `name` is not set. */
  readonly autoNamed?: true;
  /** Inputs whose change makes a new resource. Source: "Forces new resource" on the type's page. */
  readonly replacedBy?: readonly string[];
  /** Computed lists that the program looks into. */
  readonly computed?: (made: Made) => DataRecord;
}

/** A resource that was just made. */
interface Made {
  readonly arn: string;
  readonly inputs: DataRecord;
}

const FACTS: Readonly<Record<string, TypeFacts>> = {
  "aws:acm/certificate:Certificate": {
    replacedBy: ["domainName", "subjectAlternativeNames", "validationMethod"],
    computed: ({ inputs }) => ({
      domainValidationOptions: namesOf(inputs).map((domainName) => ({
        domainName,
        resourceRecordName: `_check.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_answer.acm-validations.aws.",
      })),
    }),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": { autoNamed: true },
  "aws:ec2/launchTemplate:LaunchTemplate": { autoNamed: true },
  "aws:ec2/securityGroup:SecurityGroup": {
    autoNamed: true,
    replacedBy: ["name", "description", "vpcId"],
  },
  "aws:ec2/subnet:Subnet": { replacedBy: ["cidrBlock", "vpcId", "availabilityZoneId"] },
  "aws:ec2/vpc:Vpc": { replacedBy: ["cidrBlock", "instanceTenancy"] },
  "aws:ecr/repository:Repository": { replacedBy: ["name", "encryptionConfigurations"] },
  "aws:ecs/taskDefinition:TaskDefinition": {
    // Every change of a task definition registers a new revision.
    replacedBy: ["containerDefinitions", "cpu", "memory", "family", "taskRoleArn"],
  },
  "aws:elasticache/parameterGroup:ParameterGroup": { autoNamed: true },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    replacedBy: ["replicationGroupId", "atRestEncryptionEnabled", "kmsKeyId", "subnetGroupName"],
  },
  "aws:elasticache/subnetGroup:SubnetGroup": { autoNamed: true },
  "aws:lb/loadBalancer:LoadBalancer": {
    autoNamed: true,
    replacedBy: ["name", "internal", "loadBalancerType"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    autoNamed: true,
    replacedBy: ["name", "port", "protocol", "targetType", "vpcId"],
  },
  "aws:memorydb/parameterGroup:ParameterGroup": { autoNamed: true },
  "aws:memorydb/subnetGroup:SubnetGroup": { autoNamed: true },
  "aws:rds/instance:Instance": {
    replacedBy: ["identifier", "storageEncrypted", "kmsKeyId", "dbName", "username"],
    computed: ({ arn }) => ({
      masterUserSecrets: [{ secretArn: `${arn}-master`, kmsKeyId: null, secretStatus: "active" }],
    }),
  },
  "aws:rds/parameterGroup:ParameterGroup": { autoNamed: true, replacedBy: ["name", "family"] },
  "aws:rds/subnetGroup:SubnetGroup": { autoNamed: true, replacedBy: ["name"] },
  "aws:route53/record:Record": { replacedBy: ["name", "type", "zoneId"] },
  "aws:s3/bucket:Bucket": { replacedBy: ["bucket"] },
  "aws:wafv2/webAcl:WebAcl": { autoNamed: true, replacedBy: ["name", "scope"] },
  "random:index/randomId:RandomId": { replacedBy: ["byteLength", "keepers", "prefix"] },
  "random:index/randomPassword:RandomPassword": { replacedBy: ["length", "overrideSpecial"] },
};

/** Facts of a type; empty for one of which the typings say enough. */
export function factsOf(type: string): TypeFacts {
  return FACTS[type] ?? {};
}

/** Every domain name of a certificate's inputs. */
function namesOf({ domainName, subjectAlternativeNames }: DataRecord): string[] {
  const more = Array.isArray(subjectAlternativeNames) ? (subjectAlternativeNames as Data[]) : [];
  return [domainName, ...more].map(String);
}
