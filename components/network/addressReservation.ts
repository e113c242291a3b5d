import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which address is kept, and for what. */
export interface AddressReservationArgs {
  /** Subnet of the address. */
  readonly subnetId: pulumi.Input<string>;
  /** The address. */
  readonly address: string;
  /** Who gets it, as the console shows it. */
  readonly description: string;
}

/**
 * An address that EC2 gives to nobody who does not ask for it: else a task or an endpoint that comes
 * while its owner is replaced could get it. EC2 can't tag it. Cost: none.
 */
export class AddressReservation extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:AddressReservation";

  constructor(name: string, args: AddressReservationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AddressReservation.token, name, {}, opts);
    new aws.ec2.SubnetCidrReservation(
      name,
      {
        subnetId: args.subnetId,
        cidrBlock: `${args.address}/32`,
        reservationType: "explicit",
        description: args.description,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
