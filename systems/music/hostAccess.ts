import { artefactStatements } from "../../components/compute/artefact.ts";
import { diskUseStatement } from "../../components/compute/boot/diskUse.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern } from "../../components/keys/secret.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { allow, type Statement } from "../../components/shared/policy.ts";
import { bucketArnOf } from "../../components/storage/secureBucket.ts";
import type { Foundation } from "../foundation.ts";
import { ARTEFACTS, CERTIFICATE_KEY, CERTIFICATES, MUSIC } from "./names.ts";
import { signStatement } from "./stores.ts";

/** Behind `/{env}/`: all that the host learns when it boots. */
export const SECRET_PATH = "music/host";

/** Names of the records that a request changes. */
const RECORD_NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";

/**
 * All that the host may do: fetch what it runs, read its one secret, sign addresses, prove its name,
 * keep what proves it, and tell how full its disk is.
 */
export function statementsOf({ environment, key }: Foundation, originHost: string): Statement[] {
  return [
    ...artefactStatements(environment, key, ARTEFACTS),
    {
      Sid: "ReadSecret",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArnPattern(environment, SECRET_PATH),
    },
    keyUseStatement(environment, key.alias, "secretsmanager"),
    signStatement(environment),
    {
      Sid: "KeepCertificate",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArnOf(environment, CERTIFICATES)}/${CERTIFICATE_KEY}`,
    },
    {
      // Whether there is one: without it, S3 refuses what is not there as it does what is not allowed.
      Sid: "FindCertificate",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArnOf(environment, CERTIFICATES),
      Condition: { StringEquals: { "s3:prefix": CERTIFICATE_KEY } },
    },
    {
      ...keyUseStatement(environment, key.alias, "s3", ["kms:GenerateDataKey"]),
      Sid: "EncryptCertificate",
    },
    ...proofStatements(environment, originHost),
    diskUseStatement({ environment, identifier: MUSIC }),
  ];
}

/**
 * What it takes to prove one name to Let's Encrypt: its one record, and nothing else of any zone.
 * Source: Service Authorization Reference, "Condition keys for Amazon Route 53".
 */
function proofStatements({ partition }: Environment, host: string): Statement[] {
  return [
    // It has no resource to name.
    allow("FindZone", "route53:ListHostedZones", "*"),
    allow("AwaitProof", "route53:GetChange", `arn:${partition}:route53:::change/*`),
    allow(
      "ProveName",
      "route53:ChangeResourceRecordSets",
      `arn:${partition}:route53:::hostedzone/*`,
      {
        "ForAllValues:StringEquals": {
          [RECORD_NAMES]: [`_acme-challenge.${host}`],
          "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
        },
        // All of none are equal: a request that told no names would pass.
        "ForAnyValue:StringEquals": { [RECORD_NAMES]: [`_acme-challenge.${host}`] },
      },
    ),
  ];
}
