import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { LOAD_BALANCER } from "./balancer.ts";

/** Distributions, and how they spell what two types have in common. */
const SPELLINGS: Readonly<Record<string, { readonly vpc: string; readonly header: string }>> = {
  "aws:cloudfront/distribution:Distribution": { vpc: "vpcOriginConfig", header: "name" },
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution": {
    vpc: "vpcOriginConfigs",
    header: "headerName",
  },
};
const DISTRIBUTIONS = Object.keys(SPELLINGS);
const VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin";
const RECORD = "aws:route53/record:Record";

export const FRONT_TYPES = [...DISTRIBUTIONS, VPC_ORIGIN, RECORD];

/** A distribution in front of a balancer, and whether it comes through the VPC. */
export interface Front {
  readonly distribution: View;
  readonly private: boolean;
}

/**
 * Distributions that have a balancer as an origin: by its own host name, by a record that is an
 * alias of it, or by a VPC origin.
 */
export function frontsOf(stack: StackView, balancer: View): Front[] {
  return stack.ofType(...DISTRIBUTIONS).flatMap((distribution): Front[] => {
    if (isVpcOrigin(stack, distribution, balancer)) return [{ distribution, private: true }];
    const origins = distribution.at("origins").items();
    return some(origins, (origin) => isHost(stack, distribution, origin, balancer))
      ? [{ distribution, private: false }]
      : [];
  });
}

/** Whether the distribution sends a header of this name to its origins. */
export function sendsHeader({ distribution }: Front, name: string): boolean {
  const headers = distribution
    .at("origins")
    .items()
    .flatMap((origin) => origin.at("customHeaders").items());
  const spelling = SPELLINGS[distribution.type]?.header ?? "name";
  return some(headers, (header) => header.at(spelling).text?.toLowerCase() === name.toLowerCase());
}

function isVpcOrigin(stack: StackView, distribution: View, balancer: View): boolean {
  const ids = distribution
    .at("origins")
    .items()
    .flatMap((origin) => vpcOriginIdsOf(distribution, origin));
  if (ids.length === 0) return false;
  const hidden = ids.find(({ kind }) => kind === "unknown");
  if (hidden !== undefined && distribution.origins("origins").length === 0) {
    throw hidden.undecidable();
  }
  const origins = stack.references(distribution, "origins", VPC_ORIGIN);
  return some(origins, (one) => pointsTo(stack, one, "vpcOriginEndpointConfig", balancer));
}

function isHost(stack: StackView, distribution: View, origin: Reading, balancer: View): boolean {
  if (vpcOriginIdsOf(distribution, origin).length > 0) return false;
  const domain = origin.at("domainName");
  if (domain.kind === "unknown") {
    const givers = distribution.origins("origins");
    if (givers.length === 0) throw domain.undecidable();
    return (
      givers.includes(balancer.urn) ||
      some(stack.ofType(RECORD), ({ urn }) => {
        const record = givers.includes(urn) ? stack.byUrn(urn) : undefined;
        return record !== undefined && isAlias(stack, record, balancer);
      })
    );
  }
  const host = (domain.text ?? "").toLowerCase();
  return (
    isOwn(balancer, host) ||
    some(
      stack.ofType(RECORD),
      (record) => mayBe(record, host) && isAlias(stack, record, balancer) && isNameOf(record, host),
    )
  );
}

function vpcOriginIdsOf(distribution: View, origin: Reading): Reading[] {
  return origin
    .at(SPELLINGS[distribution.type]?.vpc ?? "")
    .items()
    .map((config) => config.at("vpcOriginId"));
}

function isAlias(stack: StackView, record: View, balancer: View): boolean {
  return some(["aliases", "records"], (property) => pointsTo(stack, record, property, balancer));
}

/**
 * Whether a property names a balancer.
 *
 * @throws Undecidable when it is unknown, and so is where it comes from.
 */
function pointsTo(stack: StackView, source: View, property: string, balancer: View): boolean {
  const found = stack.references(source, property, LOAD_BALANCER);
  if (found.some(({ urn }) => urn === balancer.urn)) return true;
  if (source.origins(property).length > 0) return false;
  return some(source.at(property).items(), (item) =>
    some([item, item.at("name"), item.at("arn")], ({ text = "" }) => isOwn(balancer, text)),
  );
}

/** Whether a host name or an ARN is the balancer's, by the name that stands in both. */
function isOwn(balancer: View, text: string): boolean {
  const [host = "", ...path] = text.toLowerCase().split("/");
  if (!host.includes(".elb.") && !host.includes(":elasticloadbalancing:")) return false;
  const name = balancer.at("name").text?.toLowerCase();
  if (name === undefined) return false;
  return path[1] === name || host.replace(/^(?:dualstack\.|internal-)/, "").startsWith(`${name}-`);
}

/** Whether a record's name is the host's, or unknown. */
function mayBe(record: View, host: string): boolean {
  return record.at("name").kind === "unknown" || isNameOf(record, host);
}

/** A record's name may leave out the zone's. */
function isNameOf(record: View, host: string): boolean {
  const name = (record.at("name").text ?? "").toLowerCase().replace(/\.$/, "");
  return name !== "" && (host === name || host.startsWith(`${name}.`));
}
