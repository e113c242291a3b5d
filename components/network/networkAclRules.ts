import type { TierName } from "./subnets.ts";

/** An entry of a network ACL, in EC2's own spelling; the lowest number that fits decides. */
export interface NetworkAclRule {
  /** 1–32766, unique in its direction. */
  readonly ruleNo: number;
  /** What becomes of a packet that fits. */
  readonly action: "allow" | "deny";
  /** `-1` for every protocol, with ports 0 to 0. */
  readonly protocol: "tcp" | "-1";
  /** Where ingress comes from, where egress goes to. */
  readonly cidrBlock: string;
  /** First port that is asked for. */
  readonly fromPort: number;
  /** Last port that is asked for. */
  readonly toPort: number;
}

/** Both directions of one ACL; what no rule allows is refused. */
export interface NetworkAclRules {
  /** For what enters the subnets. */
  readonly ingress: readonly NetworkAclRule[];
  /** For what leaves them. */
  readonly egress: readonly NetworkAclRule[];
}

/** What the rules depend on. */
export interface NetworkAclPlan {
  /** Block of the whole VPC. */
  readonly vpcCidr: string;
  /** Blocks of the application subnets. */
  readonly applicationCidrs: readonly string[];
  /** Blocks of the data subnets. */
  readonly dataCidrs: readonly string[];
  /** Whether nodes of the data tier copy from each other. */
  readonly dataReplication: boolean;
  /** The one address that may reach SSH in the public tier. @default nobody */
  readonly sshFrom?: string | undefined;
  /** A peered network and the TCP ports to be reached there. */
  readonly peer?: { readonly cidr: string; readonly ports: readonly number[] } | undefined;
}

const ANYWHERE = "0.0.0.0/0";
const POSTGRESQL = 5432;
const REDIS = 6379;
const REMOTE_DESKTOP = 3389;
const SSH = 22;

type Match = Omit<NetworkAclRule, "ruleNo" | "action">;

const everything = (cidrBlock: string): Match => ({
  protocol: "-1",
  cidrBlock,
  fromPort: 0,
  toPort: 0,
});

const tcp = (cidrBlock: string, port: number): Match => ({
  protocol: "tcp",
  cidrBlock,
  fromPort: port,
  toPort: port,
});

/**
 * Where answers arrive: ACLs keep no state, so each connection needs its way back (T84). NAT
 * gateways and load balancers choose from this whole range. Source: Amazon VPC guide, "Network
 * ACLs", ephemeral ports.
 */
const ephemeral = (cidrBlock: string): Match => ({
  protocol: "tcp",
  cidrBlock,
  fromPort: 1024,
  toPort: 65535,
});

const allow = (ruleNo: number, match: Match): NetworkAclRule => ({
  ruleNo,
  action: "allow",
  ...match,
});

/**
 * The ephemeral range holds the port of Remote Desktop, which nothing here may offer to the
 * internet. A NAT gateway that picks it for one of its 64,512 connections has to try again.
 */
const denyRemoteDesktop = (ruleNo: number): NetworkAclRule => ({
  ruleNo,
  action: "deny",
  ...tcp(ANYWHERE, REMOTE_DESKTOP),
});

/** One rule for each of a list; each list has its own hundred, so that growth moves no other. */
const allowEach = (firstNumber: number, matches: readonly Match[]): NetworkAclRule[] =>
  matches.map((match, index) => allow(firstNumber + index, match));

/**
 * The ACL of each tier (P-NET-4). EC2 takes 20 rules a direction; six zones, the most that a
 * region has, need 18.
 */
export function networkAclRules(plan: NetworkAclPlan): Readonly<Record<TierName, NetworkAclRules>> {
  return { public: publicRules(plan), application: applicationRules(plan), data: dataRules(plan) };
}

function publicRules({ vpcCidr, sshFrom }: NetworkAclPlan): NetworkAclRules {
  return {
    ingress: [
      allow(100, tcp(ANYWHERE, 443)),
      allow(110, tcp(ANYWHERE, 80)),
      // Answers of the application to the load balancer, ahead of the refusal.
      allow(120, ephemeral(vpcCidr)),
      denyRemoteDesktop(130),
      allow(140, ephemeral(ANYWHERE)),
      ...(sshFrom === undefined ? [] : [allow(150, tcp(sshFrom, SSH))]),
    ],
    egress: [allow(100, everything(ANYWHERE))],
  };
}

function applicationRules({ vpcCidr, peer }: NetworkAclPlan): NetworkAclRules {
  const peerPorts = peer ? peer.ports.map((port) => tcp(peer.cidr, port)) : [];
  return {
    ingress: [
      allow(100, everything(vpcCidr)),
      denyRemoteDesktop(110),
      allow(120, ephemeral(ANYWHERE)),
    ],
    egress: [
      allow(100, everything(vpcCidr)),
      allow(110, tcp(ANYWHERE, 443)),
      ...allowEach(200, peerPorts),
    ],
  };
}

function dataRules({
  applicationCidrs,
  dataCidrs,
  dataReplication,
}: NetworkAclPlan): NetworkAclRules {
  // A replica asks on 6379, which lies in the range where its answers arrive: one rule says both.
  const replication = dataReplication ? dataCidrs.map(ephemeral) : [];
  return {
    ingress: [
      ...allowEach(
        100,
        applicationCidrs.map((cidr) => tcp(cidr, POSTGRESQL)),
      ),
      ...allowEach(
        200,
        applicationCidrs.map((cidr) => tcp(cidr, REDIS)),
      ),
      ...allowEach(300, replication),
    ],
    egress: [...allowEach(100, applicationCidrs.map(ephemeral)), ...allowEach(300, replication)],
  };
}
