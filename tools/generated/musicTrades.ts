import { monthly, PRICES } from "./prices.ts";

type Row = readonly string[];

const ADDRESS = monthly(PRICES.addressHour);
const NAT = monthly(PRICES.natHour) + ADDRESS;
/** In three zones, without requests. */
const BALANCER = monthly(PRICES.balancerHour) + 3 * ADDRESS;
const DATABASE = monthly(PRICES.databaseHour) + 20 * PRICES.databaseGb;
/** An ACL with six rules. */
const FIREWALL = PRICES.webAcl + 6 * PRICES.webAclRule;
const machine = (type: keyof typeof PRICES.instanceHour) => monthly(PRICES.instanceHour[type]);

/** What each trade of the one-host form saves, and what it gives up. */
export function tradeRows(usd: (value: number) => string): Row[] {
  return [
    ["RDS, db.t4g.micro with 20 GB", "PostgreSQL on the host, gone with it", usd(DATABASE)],
    ["a NAT gateway", "a public subnet, where CloudFront alone is let in", usd(NAT)],
    ["a load balancer in three zones", "nginx on the host, and no second one", usd(BALANCER)],
    [
      "AWS WAF before CloudFront",
      "none, by `firewall: false`; the host still admits CloudFront alone",
      usd(FIREWALL),
    ],
    [
      "t3.micro with 20 GB",
      "t4g.nano with 8 GB: half the memory, and swap",
      usd(machine("t3.micro") - machine("t4g.nano") + 12 * PRICES.diskGb),
    ],
    ["measures by the minute", "measures each five minutes", usd(PRICES.detailedMonitoring)],
    [
      "PriceClass_All",
      "PriceClass_100: slower where no location is near",
      `up to ${usd((PRICES.edgeGbDearest - PRICES.edgeGb) * 1000)} a TB, nothing below 1 TB`,
    ],
    [
      "tracks through CloudFront",
      "tracks by signed addresses of S3, further from who listens",
      "nothing below 100 GB; beyond, CloudFront's first TB would",
    ],
  ];
}

/** Processor seconds of a song of three minutes: a search, and nine simple questions. */
const SONG_CPU_SECONDS = 1 / 33 + 9 / 1500;
const SONG_SECONDS = 180;

/** Who may listen at a time, to two digits, on a share of processors. */
function listeners(processors: number): string {
  const exact = (processors * SONG_SECONDS) / SONG_CPU_SECONDS;
  const step = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return (Math.floor(exact / step) * step).toLocaleString("en-US");
}

/** What each form carries, and what comes next. */
export function capacityRows(): Row[] {
  return [
    [
      "t4g.nano (2 × 5 %)",
      listeners(0.1),
      "CPU credits; memory while a host boots",
      "t3.micro or t4g.micro: `instanceType`",
    ],
    ["t3.micro (2 × 10 %)", listeners(0.2), "CPU credits", "t3.small, then t3.medium"],
    [
      "t3.medium (2 × 20 %)",
      listeners(0.4),
      "one machine: a new version is a new host",
      "`mode: fargate`",
    ],
    [
      "1 task of 0.25 vCPU",
      listeners(0.25),
      "processor; scaling adds tasks at 70 %",
      "`scaling.maximum`",
    ],
    [
      "6 tasks of 0.5 vCPU",
      listeners(3),
      "connections of the database: ten a task",
      "a larger `platform.database`",
    ],
    [
      "12 tasks of 1 vCPU",
      listeners(12),
      "processor of the database, by searches",
      "Multi-AZ and a larger class; a replica for searches",
    ],
  ];
}
