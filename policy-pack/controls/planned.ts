import type { PlannedControl } from "../report/report.ts";

const REACHABILITY = "a proof over routes, network ACLs and security groups";
const EFFECTIVE_IAM = "an evaluation over all policies that apply to a principal";

/** Controls of the catalogue that are not written yet, so that nobody takes them for granted. */
export const planned: readonly PlannedControl[] = [
  {
    id: "net-no-internet-path-to-data-tier",
    title: "No packet from the internet reaches a data store",
    needs: REACHABILITY,
  },
  {
    id: "net-exposure-equals-manifest",
    title: "What the internet reaches is what the manifest says",
    needs: REACHABILITY,
  },
  {
    id: "net-tier-segmentation",
    title: "Tiers are reached in their order alone",
    needs: REACHABILITY,
  },
  {
    id: "net-egress-declared-only",
    title: "Subnets leave by the declared ways alone",
    needs: REACHABILITY,
  },
  {
    id: "iam-privesc-effective",
    title: "No principal can give itself more than it has, also in several steps",
    needs: EFFECTIVE_IAM,
  },
  {
    id: "iam-data-access-equals-manifest",
    title: "Who reaches which data is what the manifest says",
    needs: EFFECTIVE_IAM,
  },
];
