import { calls, ofBucket, type Calls } from "./calls.ts";

/** Actions that change what an administrator makes. */
const kept = (actions: string, on = "*"): Calls =>
  calls(
    "",
    "",
    actions
      .split(" ")
      .map((action) => `${action} ${on}`)
      .join("\n"),
  );

/** Of what an administrator makes: those that the deploy role must not make. */
export const ADMINISTRATOR_CALLS: Readonly<Record<string, Calls>> = {
  "aws:accessanalyzer/analyzer:Analyzer": kept(
    "access-analyzer:CreateAnalyzer access-analyzer:DeleteAnalyzer",
    "analyzer/x",
  ),
  "aws:cfg/deliveryChannel:DeliveryChannel": kept(
    "config:PutDeliveryChannel config:DeleteDeliveryChannel",
  ),
  "aws:cfg/recorder:Recorder": kept(
    "config:PutConfigurationRecorder config:DeleteConfigurationRecorder",
  ),
  "aws:cfg/recorderStatus:RecorderStatus": kept(
    "config:StartConfigurationRecorder config:StopConfigurationRecorder",
  ),
  "aws:cfg/rule:Rule": kept("config:PutConfigRule config:DeleteConfigRule", "config-rule/x"),
  "aws:cloudtrail/trail:Trail": kept(
    "cloudtrail:CreateTrail cloudtrail:DeleteTrail cloudtrail:PutEventSelectors cloudtrail:StopLogging cloudtrail:UpdateTrail",
    "trail/{name}",
  ),
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": kept("ce:DeleteAnomalyMonitor"),
  "aws:costexplorer/anomalySubscription:AnomalySubscription": kept("ce:DeleteAnomalySubscription"),
  "aws:costexplorer/costAllocationTag:CostAllocationTag": kept("ce:UpdateCostAllocationTagsStatus"),
  "aws:ebs/defaultKmsKey:DefaultKmsKey": kept("ec2:ModifyEbsDefaultKmsKeyId"),
  "aws:ebs/encryptionByDefault:EncryptionByDefault": kept(
    "ec2:EnableEbsEncryptionByDefault ec2:DisableEbsEncryptionByDefault",
  ),
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": kept(
    "ecr:PutRegistryScanningConfiguration",
  ),
  "aws:ec2/subnetCidrReservation:SubnetCidrReservation": kept(
    "ec2:CreateSubnetCidrReservation ec2:DeleteSubnetCidrReservation",
  ),
  "aws:efs/accessPoint:AccessPoint": kept(
    "elasticfilesystem:CreateAccessPoint elasticfilesystem:DeleteAccessPoint",
    "access-point/x",
  ),
  "aws:efs/fileSystem:FileSystem": kept(
    "elasticfilesystem:CreateFileSystem elasticfilesystem:DeleteFileSystem elasticfilesystem:UpdateFileSystem",
    "file-system/x",
  ),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": kept(
    "elasticfilesystem:DeleteFileSystemPolicy elasticfilesystem:PutFileSystemPolicy",
    "file-system/x",
  ),
  "aws:efs/mountTarget:MountTarget": kept(
    "elasticfilesystem:CreateMountTarget elasticfilesystem:DeleteMountTarget elasticfilesystem:ModifyMountTargetSecurityGroups",
    "file-system/x",
  ),
  "aws:guardduty/detector:Detector": kept(
    "guardduty:CreateDetector guardduty:DeleteDetector guardduty:UpdateDetector",
  ),
  "aws:guardduty/detectorFeature:DetectorFeature": kept("guardduty:UpdateDetector"),
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": kept(
    "iam:UpdateAccountPasswordPolicy iam:DeleteAccountPasswordPolicy",
  ),
  "aws:iam/group:Group": kept(
    "iam:AddUserToGroup iam:CreateGroup iam:DeleteGroup iam:PutGroupPolicy iam:UpdateGroup",
    "group/{name}",
  ),
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": kept(
    "iam:AttachGroupPolicy iam:DetachGroupPolicy",
    "group/{group}",
  ),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": kept(
    "iam:CreateOpenIDConnectProvider iam:DeleteOpenIDConnectProvider",
    "oidc-provider/x",
  ),
  "aws:iam/policy:Policy": kept(
    "iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicy iam:SetDefaultPolicyVersion",
    "policy/{name}",
  ),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": kept(
    "iam:CreateServiceLinkedRole",
    "role/aws-service-role/config.amazonaws.com/x @iam:AWSServiceName=config.amazonaws.com",
  ),
  "aws:iam/user:User": kept(
    "iam:CreateUser iam:DeleteUser iam:DeleteUserPermissionsBoundary iam:PutUserPermissionsBoundary iam:TagUser iam:UpdateUser",
    "user/{name}",
  ),
  "aws:iam/userGroupMembership:UserGroupMembership": kept(
    "iam:AddUserToGroup iam:RemoveUserFromGroup",
    "group/{scope}-group-ingest-uploader",
  ),
  "aws:inspector2/enabler:Enabler": kept("inspector2:Enable inspector2:Disable"),
  "aws:route53/queryLog:QueryLog": kept(
    "route53:CreateQueryLoggingConfig route53:DeleteQueryLoggingConfig",
    "queryloggingconfig/x",
  ),
  "aws:route53/zone:Zone": kept(
    "route53:DeleteHostedZone route53:UpdateHostedZoneComment",
    "hostedzone/Z1",
  ),
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": kept(
    "s3:PutAccountPublicAccessBlock",
  ),
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ofBucket(
    "PutBucketObjectLockConfiguration",
    "GetBucketObjectLockConfiguration",
  ),
  "aws:securityhub/account:Account": kept(
    "securityhub:EnableSecurityHub securityhub:DisableSecurityHub",
  ),
  "aws:securityhub/standardsSubscription:StandardsSubscription": kept(
    "securityhub:BatchDisableStandards securityhub:BatchEnableStandards",
  ),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": kept(
    "servicediscovery:CreatePrivateDnsNamespace servicediscovery:DeleteNamespace",
  ),
  "aws:servicediscovery/service:Service": kept(
    "servicediscovery:CreateService servicediscovery:DeleteService servicediscovery:UpdateService",
  ),
};
