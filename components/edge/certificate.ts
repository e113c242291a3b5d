import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { HostedZone } from "./hostedZone.ts";

/** Where a certificate comes from. */
export type CertificateChoice =
  /** Requested here and proven by records in the zone. */
  | { readonly mode: "managed" }
  /** Requested here; somebody enters the records into a foreign DNS. Nothing can use it yet. */
  | { readonly mode: "pending" }
  /** Issued already. */
  | { readonly mode: "external"; readonly arn: string };

/** A CNAME record that proves to ACM whose a name is. */
export interface ValidationRecord {
  /** Full name of the record. */
  readonly name: string;
  /** `CNAME`; ACM says so itself. */
  readonly type: string;
  /** What the record points to; ACM asks for it again at each renewal, so it must stay. */
  readonly value: string;
}

/** Which names a certificate vouches for, and how they are proven. */
export interface CertificateArgs {
  /** The name that the certificate is for. */
  readonly host: string;
  /** Further names; `*.` covers one level. @default none */
  readonly alternativeNames?: readonly string[] | undefined;
  /** Whether it is requested here, waits for a foreign DNS, or exists. */
  readonly certificate: CertificateChoice;
  /** Where the proof of a managed certificate goes. */
  readonly zone: HostedZone;
  /**
   * Where the certificate is used; CloudFront takes only us-east-1 (T21).
   * @default the provider's region
   */
  readonly region?: string | undefined;
}

/** Usual validation takes minutes; ACM's own default would block for 75 (T43). */
const VALIDATION_TIMEOUT = "30m";

/**
 * A TLS certificate of ACM, validated by DNS (P-EDGE-1). A replacement is issued before its
 * predecessor goes. A `pending` one is retained when it leaves the stack: once ACM issued it, the
 * setting becomes `external` with its ARN, and nothing is requested anew. Cost: none.
 *
 * @throws Error when it is managed, but its zone is foreign and could hold no proof.
 */
export class Certificate extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:Certificate";
  /** The issued certificate; undefined while it is pending, since no listener takes it then. */
  public readonly arn: pulumi.Output<string> | undefined;
  /** The certificate that waits to be issued; undefined unless it is pending. */
  public readonly requestedArn: pulumi.Output<string> | undefined;
  /** Records to enter into the foreign DNS; undefined unless the certificate is pending. */
  public readonly validationRecords: pulumi.Output<ValidationRecord[]> | undefined;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Certificate.token, name, {}, opts);
    const { certificate: choice, zone } = args;

    switch (choice.mode) {
      case "external":
        this.arn = pulumi.output(choice.arn);
        break;
      case "pending": {
        const certificate = this.#request(name, args, { retainOnDelete: true });
        this.requestedArn = certificate.arn;
        this.validationRecords = certificate.domainValidationOptions.apply(recordsOf);
        break;
      }
      case "managed": {
        if (zone.zoneId === undefined) {
          throw new Error(
            `certificate of ${name} is managed, but its zone is foreign; allowed: pending, external.`,
          );
        }
        this.arn = this.#validate(name, args, this.#request(name, args), zone.zoneId);
        break;
      }
    }

    this.registerOutputs({
      arn: this.arn,
      requestedArn: this.requestedArn,
      validationRecords: this.validationRecords,
    });
  }

  #request(
    name: string,
    { host, alternativeNames = [], region }: CertificateArgs,
    opts: pulumi.CustomResourceOptions = {},
  ): aws.acm.Certificate {
    return new aws.acm.Certificate(
      name,
      {
        domainName: host,
        ...(alternativeNames.length === 0
          ? {}
          : { subjectAlternativeNames: [...alternativeNames] }),
        validationMethod: "DNS",
        ...(region === undefined ? {} : { region }),
      },
      { parent: this, ...opts },
    );
  }

  /** Proves each name in the zone and waits until ACM issued the certificate. */
  #validate(
    name: string,
    { host, alternativeNames = [], region }: CertificateArgs,
    certificate: aws.acm.Certificate,
    zoneId: pulumi.Output<string>,
  ): pulumi.Output<string> {
    const records = provenNames([host, ...alternativeNames]).map((proven) => {
      const proof = certificate.domainValidationOptions.apply((options) =>
        proofOf(options, proven),
      );
      return new aws.route53.Record(
        `${name}-${proven}`,
        {
          zoneId,
          name: proof.apply((record) => record.name),
          type: "CNAME",
          records: [proof.apply((record) => record.value)],
          ttl: 300,
          // ACM asks for the same record whenever this account certifies the name.
          allowOverwrite: true,
        },
        { parent: this },
      );
    });
    const validation = new aws.acm.CertificateValidation(
      name,
      {
        certificateArn: certificate.arn,
        validationRecordFqdns: records.map((record) => record.fqdn),
        ...(region === undefined ? {} : { region }),
      },
      { parent: this, customTimeouts: { create: VALIDATION_TIMEOUT } },
    );
    return validation.certificateArn;
  }
}

/** Names that need a record of their own: a wildcard shares that of its parent. */
export function provenNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.replace(/^\*\./, "")))];
}

/** What ACM asks for; undefined only in a dry run without AWS. */
type ValidationOptions =
  readonly aws.types.output.acm.CertificateDomainValidationOption[] | undefined;

/** The records that ACM asks for, one for each name of the certificate. */
export function recordsOf(options: ValidationOptions): ValidationRecord[] {
  return (options ?? []).map((option) => ({
    name: option.resourceRecordName,
    type: option.resourceRecordType,
    value: option.resourceRecordValue,
  }));
}

/** The record that proves a name, or the wildcard below it. */
export function proofOf(options: ValidationOptions, proven: string): ValidationRecord {
  const option = options?.find(
    ({ domainName }) => domainName === proven || domainName === `*.${proven}`,
  );
  return recordsOf(option && [option])[0] ?? { name: "", type: "CNAME", value: "" };
}
