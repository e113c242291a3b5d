import type { Control } from "../engine/control.ts";
import { accessanalyzerControls } from "./accessanalyzer/index.ts";
import { anyControls, anyNoIgnoredSecurityProperty } from "./any/index.ts";
import { backupControls } from "./backup/index.ts";
import { budgetsControls } from "./budgets/index.ts";
import { cloudfrontControls } from "./cloudfront/index.ts";
import { cloudtrailControls } from "./cloudtrail/index.ts";
import { cloudwatchControls } from "./cloudwatch/index.ts";
import { cognitoControls } from "./cognito/index.ts";
import { configControls } from "./config/index.ts";
import { dynamodbControls } from "./dynamodb/index.ts";
import { ec2Controls } from "./ec2/index.ts";
import { ecrControls } from "./ecr/index.ts";
import { ecsControls } from "./ecs/index.ts";
import { efsControls } from "./efs/index.ts";
import { elasticacheControls } from "./elasticache/index.ts";
import { elbControls } from "./elb/index.ts";
import { eventsControls } from "./events/index.ts";
import { guarddutyControls } from "./guardduty/index.ts";
import { iamControls } from "./iam/index.ts";
import { inspectorControls } from "./inspector/index.ts";
import { kmsControls } from "./kms/index.ts";
import { lambdaControls } from "./lambda/index.ts";
import { logsControls } from "./logs/index.ts";
import { rdsControls } from "./rds/index.ts";
import { s3Controls } from "./s3/index.ts";
import { secretsmanagerControls } from "./secretsmanager/index.ts";
import { securityhubControls } from "./securityhub/index.ts";
import { snsControls } from "./sns/index.ts";
import { vpcControls } from "./vpc/index.ts";
import { wafControls } from "./waf/index.ts";

/** The controls of single services, in the order of the catalogue; each service lists its own. */
const ofServices: readonly Control[] = [
  ...s3Controls,
  ...vpcControls,
  ...ec2Controls,
  ...ecsControls,
  ...elbControls,
  ...wafControls,
  ...cloudfrontControls,
  ...rdsControls,
  ...elasticacheControls,
  ...dynamodbControls,
  ...efsControls,
  ...backupControls,
  ...ecrControls,
  ...lambdaControls,
  ...cognitoControls,
  ...kmsControls,
  ...secretsmanagerControls,
  ...iamControls,
  ...cloudtrailControls,
  ...guarddutyControls,
  ...securityhubControls,
  ...configControls,
  ...accessanalyzerControls,
  ...inspectorControls,
  ...logsControls,
  ...cloudwatchControls,
  ...snsControls,
  ...eventsControls,
  ...budgetsControls,
];

/** Every control of the pack. */
export const controls: readonly Control[] = [
  ...ofServices,
  ...anyControls,
  anyNoIgnoredSecurityProperty(ofServices),
];
