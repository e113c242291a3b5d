import { type Defect, given, gone, pointed, reworded, said, together, T } from "./defects.ts";

/** What can be wrong with the logs of network, firewall and load balancer. */
export const NETWORK_LOG_DEFECTS: readonly Defect[] = [
  {
    mutant: gone("no log policy", T.logPolicy),
    faults: [
      "stops: no log policy in us-east-1 lets delivery.logs.amazonaws.com write → Add a log resource policy in us-east-1 that allows delivery.logs.amazonaws.com logs:CreateLogStream and logs:PutLogEvents on log group aws-waf-logs-rampart-prod-api.",
      "stops: no log policy in us-east-1 lets delivery.logs.amazonaws.com write → Add a log resource policy in us-east-1 that allows delivery.logs.amazonaws.com logs:CreateLogStream and logs:PutLogEvents on log group aws-waf-logs-rampart-prod-cdn.",
      "stops: no log policy in us-east-1 lets delivery.logs.amazonaws.com write → Add a log resource policy in us-east-1 that allows delivery.logs.amazonaws.com logs:CreateLogStream and logs:PutLogEvents on log group /aws/vendedlogs/cloudfront/rampart-prod-api.",
    ],
  },
  {
    mutant: reworded(
      "a log policy for another account",
      T.logPolicy,
      "log-delivery",
      '777788889999"},"ArnLike',
      '111122223333"},"ArnLike',
      "policyDocument",
    ),
    faults: [
      "stops: statement LogDelivery of the log policies of us-east-1 wants aws:SourceAccount to be 111122223333, and delivery.logs.amazonaws.com sends 777788889999 → Let the condition on aws:SourceAccount in statement LogDelivery of the log policies of us-east-1 admit 777788889999.",
    ],
  },
  {
    mutant: reworded(
      "a log policy for other groups",
      T.logPolicy,
      "log-delivery",
      "aws-waf-logs-rampart-prod",
      "aws-waf-logs-other",
      "policyDocument",
    ),
    faults: [
      "stops: statement LogDelivery of the log policies of us-east-1 allows logs:CreateLogStream, but not on arn:aws:logs:us-east-1:777788889999:log-group:aws-waf-logs-rampart-prod-api:log-stream:* → Name arn:aws:logs:us-east-1:777788889999:log-group:aws-waf-logs-rampart-prod-api:log-stream:* in statement LogDelivery of the log policies of us-east-1.",
      "stops: statement LogDelivery of the log policies of us-east-1 allows logs:CreateLogStream, but not on arn:aws:logs:us-east-1:777788889999:log-group:aws-waf-logs-rampart-prod-cdn:log-stream:* → Name arn:aws:logs:us-east-1:777788889999:log-group:aws-waf-logs-rampart-prod-cdn:log-stream:* in statement LogDelivery of the log policies of us-east-1.",
    ],
  },
  {
    mutant: together(
      "a firewall log in another region",
      given("", T.logGroup, "firewall-logs", { region: "eu-west-1" }),
      given("", T.firewallLog, "firewall", {
        logDestinationConfigs: [
          "arn:aws:logs:eu-west-1:777788889999:log-group:aws-waf-logs-rampart-prod-api",
        ],
      }),
    ),
    faults: [
      "stops: AWS WAF writes only to its own region, us-east-1 → Put log group aws-waf-logs-rampart-prod-api into us-east-1.",
    ],
  },
  {
    mutant: reworded(
      "a flow log role for another service",
      T.role,
      "network-flow-logs",
      "vpc-flow-logs.amazonaws.com",
      "ec2.amazonaws.com",
      "assumeRolePolicy",
    ),
    faults: [
      "stops: nothing in the trust policy of role rampart-prod-role-main-flow-logs names vpc-flow-logs.amazonaws.com → Allow vpc-flow-logs.amazonaws.com sts:AssumeRole in the trust policy of role rampart-prod-role-main-flow-logs.",
    ],
  },
  {
    mutant: said(
      "a flow log role that can't write",
      T.rolePolicy,
      "network-flow-logs-write",
      "WriteFlowLogs",
      { Action: "logs:CreateLogStream" },
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-main-flow-logs allows logs:DescribeLogStreams on arn:aws:logs:us-east-1:777788889999:log-group:/vpc/prod/main/flow-logs:log-stream:* → Allow logs:DescribeLogStreams on arn:aws:logs:us-east-1:777788889999:log-group:/vpc/prod/main/flow-logs:log-stream:* in the policies of role rampart-prod-role-main-flow-logs.",
    ],
  },
  {
    mutant: pointed(
      "a flow log to a group elsewhere",
      T.flowLog,
      "network-flow-logs",
      "logDestination",
      "arn:aws:logs:us-east-1:777788889999:log-group:x",
    ),
    faults: [
      "unknown: the log group is not of this stack, so it can't be shown that it takes anything → Let role rampart-prod-role-main-flow-logs write to a log group of this stack.",
    ],
  },
  {
    mutant: given("a flow log to a stream", T.flowLog, "network-flow-logs", {
      logDestinationType: "kinesis-data-firehose",
    }),
    faults: [
      "unknown: how flow logs come to kinesis-data-firehose is not known here → Let flow log network-flow-logs write to a log group or a bucket.",
    ],
  },
  {
    mutant: given("a flow log to a bucket that keeps it out", T.flowLog, "network-flow-logs", {
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::rampart-prod-s3-backups-777788889999-us-east-1/flows/",
    }),
    faults: [
      "stops: nothing in the policy of bucket rampart-prod-s3-backups-777788889999-us-east-1 names delivery.logs.amazonaws.com → Allow delivery.logs.amazonaws.com s3:GetBucketAcl on arn:aws:s3:::rampart-prod-s3-backups-777788889999-us-east-1 and s3:PutObject on arn:aws:s3:::rampart-prod-s3-backups-777788889999-us-east-1/flows/AWSLogs/777788889999/* in the policy of bucket rampart-prod-s3-backups-777788889999-us-east-1.",
      "stops: nothing in the policy of key main-key names delivery.logs.amazonaws.com → Allow delivery.logs.amazonaws.com kms:Decrypt and kms:GenerateDataKey in the policy of key main-key.",
    ],
  },
  {
    mutant: reworded(
      "a key without CloudWatch Logs of this region",
      T.key,
      "main-key",
      "logs.us-east-1.amazonaws.com",
      "logs.eu-west-1.amazonaws.com",
    ),
    faults: [
      "stops: nothing in the policy of key main-key names logs.us-east-1.amazonaws.com → Allow logs.us-east-1.amazonaws.com kms:Encrypt and kms:Decrypt and kms:ReEncryptTo and kms:GenerateDataKey and kms:DescribeKey in the policy of key main-key.",
    ],
  },
  {
    mutant: given("a balancer's bucket with a key", T.encryption, "load-balancer-logs", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
    }),
    faults: [
      "stops: Elastic Load Balancing can't write with a key of KMS → Encrypt bucket rampart-prod-s3-elb-logs-777788889999-us-east-1 with AES256 (SSE-S3).",
    ],
  },
  {
    mutant: reworded(
      "a balancer of another region's account",
      T.bucketPolicy,
      "load-balancer-logs",
      "127311923021",
      "033677994240",
    ),
    faults: [
      "stops: nothing in the policy of bucket rampart-prod-s3-elb-logs-777788889999-us-east-1 names arn:aws:iam::127311923021:root → Allow arn:aws:iam::127311923021:root s3:PutObject on arn:aws:s3:::rampart-prod-s3-elb-logs-777788889999-us-east-1/AWSLogs/777788889999/* in the policy of bucket rampart-prod-s3-elb-logs-777788889999-us-east-1.",
    ],
  },
  {
    mutant: given("a balancer's prefix", T.balancer, "rampart-prod-alb-main", {
      accessLogs: {
        enabled: true,
        bucket: "rampart-prod-s3-elb-logs-777788889999-us-east-1",
        prefix: "api",
      },
    }),
    faults: [
      "stops: statement LoadBalancerLogs of the policy of bucket rampart-prod-s3-elb-logs-777788889999-us-east-1 allows s3:PutObject, but not on arn:aws:s3:::rampart-prod-s3-elb-logs-777788889999-us-east-1/api/AWSLogs/777788889999/* → Name arn:aws:s3:::rampart-prod-s3-elb-logs-777788889999-us-east-1/api/AWSLogs/777788889999/* in statement LoadBalancerLogs of the policy of bucket rampart-prod-s3-elb-logs-777788889999-us-east-1.",
    ],
  },
  {
    mutant: given("a balancer's bucket in another region", T.bucket, "load-balancer-logs", {
      region: "eu-west-1",
    }),
    faults: [
      "stops: bucket rampart-prod-s3-elb-logs-777788889999-us-east-1 is in eu-west-1, and access log of rampart-prod-alb-main in us-east-1 → Use a bucket in us-east-1 for access log of rampart-prod-alb-main.",
    ],
  },
];
