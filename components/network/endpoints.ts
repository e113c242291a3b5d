import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import { endpointPolicy } from "./endpointPolicies.ts";
import { SecurityGroup } from "./securityGroup.ts";

/** Which services are reached privately, and from where. */
export interface EndpointsArgs {
  /** Opens the `Name` tags; its region is in the names of services. */
  readonly environment: Environment;
  /** VPC that reaches them. */
  readonly vpcId: pulumi.Input<string>;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** Services to be reached through an address in each of `subnetIds`, such as `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Where interface endpoints have their addresses. */
  readonly subnetIds: pulumi.Input<string>[];
  /** Tables that get the routes of gateway endpoints: of each tier that asks AWS for anything. */
  readonly routeTableIds: pulumi.Input<string>[];
}

/**
 * Private ways to AWS's services (P-NET-5): S3 and DynamoDB by route, others by an address in each
 * zone under the service's public name, so that clients need no change; what else may be reached
 * through them is in `endpointPolicies.ts` (feature 4). Cost: gateway endpoints none; interface endpoints 7.30 USD a month for each service and zone, and 0.01 USD a GB.
 *
 * @throws Error when a service is asked for twice.
 */
export class Endpoints extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:Endpoints";
  /**
   * Group of the interface endpoints. It admits nobody: the owner of a group whose members are
   * clients makes the {@link Connection} on 443. Undefined when there are none.
   */
  public readonly group: SecurityGroup | undefined;
  /** S3's addresses, as a peer of a connection. */
  public readonly s3PrefixListId: pulumi.Output<string>;
  /** DynamoDB's addresses, as a peer of a connection. */
  public readonly dynamodbPrefixListId: pulumi.Output<string>;

  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Endpoints.token, name, {}, opts);
    const { environment, vpcId, identifier, interfaceEndpoints } = args;
    const parent = { parent: this };
    const twice = interfaceEndpoints.find(
      (service, index) => interfaceEndpoints.indexOf(service) !== index,
    );
    if (twice !== undefined) {
      // A VPC takes one endpoint with private DNS for each service (T83).
      throw new Error(`interfaceEndpoints has ${twice} twice; allowed: each service once.`);
    }
    const common = (service: string) => ({
      vpcId,
      serviceName: `com.amazonaws.${environment.region}.${service}`,
      policy: endpointPolicy(environment, service),
      tags: { Name: nameOf(environment, "endpoint", `${identifier}-${service}`) },
    });

    const makeGateway = (service: string): aws.ec2.VpcEndpoint =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        { ...common(service), vpcEndpointType: "Gateway", routeTableIds: args.routeTableIds },
        parent,
      );
    this.s3PrefixListId = makeGateway("s3").prefixListId;
    this.dynamodbPrefixListId = makeGateway("dynamodb").prefixListId;

    this.group =
      interfaceEndpoints.length === 0
        ? undefined
        : new SecurityGroup(
            name,
            {
              environment,
              vpcId,
              identifier: `${identifier}-endpoints`,
              description: "Interface endpoints of AWS services",
            },
            parent,
          );
    const securityGroupIds = this.group ? [this.group.id] : [];
    for (const service of interfaceEndpoints) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          ...common(service),
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: args.subnetIds,
          securityGroupIds,
        },
        parent,
      );
    }
    this.registerOutputs({
      group: this.group,
      s3PrefixListId: this.s3PrefixListId,
      dynamodbPrefixListId: this.dynamodbPrefixListId,
    });
  }
}
