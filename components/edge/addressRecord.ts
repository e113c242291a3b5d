import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { HostedZone } from "./hostedZone.ts";

/** A name and the one address that it shall lead to. */
export interface AddressRecordArgs {
  /** Where the record goes; not a foreign one. */
  readonly zone: HostedZone;
  /** The name that shall lead to the address. */
  readonly host: string;
  /** IPv4 address that stays, such as an Elastic IP. */
  readonly address: pulumi.Input<string>;
}

/** Seconds for which resolvers keep it: an address that stays rarely changes. */
const TIME_TO_LIVE = 300;

/**
 * The record of a machine's own address. Cost: 0.40 USD for a million queries.
 *
 * @throws Error when the zone is foreign, where no record can be made.
 */
export class AddressRecord extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:AddressRecord";

  constructor(name: string, args: AddressRecordArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AddressRecord.token, name, {}, opts);
    const { zoneId } = args.zone;
    if (zoneId === undefined) {
      throw new Error(`zone of ${name} is foreign; allowed: one of this account, for its record.`);
    }
    new aws.route53.Record(
      name,
      { zoneId, name: args.host, type: "A", records: [args.address], ttl: TIME_TO_LIVE },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
