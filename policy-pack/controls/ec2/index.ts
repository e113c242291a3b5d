import type { Control } from "../../engine/control.ts";
import { ebsEncryptionByDefault } from "./ebs-encryption-by-default.ts";
import { ec2EbsEncrypted } from "./ec2-ebs-encrypted.ts";
import { ec2Imdsv2Required } from "./ec2-imdsv2-required.ts";
import { ec2NoPublicIp } from "./ec2-no-public-ip.ts";

export const ec2Controls: readonly Control[] = [
  ec2Imdsv2Required,
  ec2NoPublicIp,
  ec2EbsEncrypted,
  ebsEncryptionByDefault,
];
