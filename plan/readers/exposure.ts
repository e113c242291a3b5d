import type { Graph, Resource } from "../graph/resource.ts";
import { isProperties, textOf, type Value } from "../graph/value.ts";

/** Source ranges that mean "everyone". */
const EVERYONE = new Set(["0.0.0.0/0", "::/0"]);

/**
 * Why anyone on the internet can reach a resource directly; undefined when they can't. It reads
 * what the resource itself says; whether a path leads there is the business of the proofs.
 */
export function publicReason(resource: Resource): string | undefined {
  const { inputs } = resource;
  switch (resource.type) {
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
      const source = inputs["cidrIpv4"] ?? inputs["cidrIpv6"];
      return typeof source === "string" && EVERYONE.has(source)
        ? `${inputs["ipProtocol"] === "-1" ? "all ports" : `port ${textOf(inputs["fromPort"])}`} from everywhere`
        : undefined;
    }
    case "aws:lb/loadBalancer:LoadBalancer":
      return inputs["internal"] === true ? undefined : "internet-facing";
    case "aws:cloudfront/distribution:Distribution":
      return "served worldwide";
    case "aws:ec2/subnet:Subnet":
      return inputs["mapPublicIpOnLaunch"] === true ? "maps public addresses" : undefined;
    case "aws:ec2/launchTemplate:LaunchTemplate": {
      const interfaces = inputs["networkInterfaces"];
      const isPublic = (entry: Value) =>
        isProperties(entry) && ["true", true].includes(entry["associatePublicIpAddress"] as never);
      return Array.isArray(interfaces) && (interfaces as readonly Value[]).some(isPublic)
        ? "public address"
        : undefined;
    }
    case "aws:ec2/instance:Instance":
      return inputs["associatePublicIpAddress"] === true ? "public address" : undefined;
    case "aws:rds/instance:Instance":
      return inputs["publiclyAccessible"] === true ? "publicly accessible" : undefined;
    case "aws:ecs/service:Service": {
      const network = inputs["networkConfiguration"];
      return isProperties(network) && network["assignPublicIp"] === true
        ? "public addresses"
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Every resource that anyone can reach directly, with the reason. */
export function publicResources(graph: Graph): { resource: Resource; reason: string }[] {
  return graph.resources.flatMap((resource) => {
    const reason = publicReason(resource);
    return reason === undefined ? [] : [{ resource, reason }];
  });
}
