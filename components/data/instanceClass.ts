/** What of an RDS instance follows from its class. */
export interface InstanceFigures {
  /** GiB that the class has. */
  readonly memoryGiB: number;
  /** Whether it saves CPU credits up, and pays for more when they are spent. */
  readonly burstable: boolean;
  /** Connections that PostgreSQL takes at most, as RDS sets it by default. */
  readonly maximumConnections: number;
}

/** GiB of burstable classes by size. Source: Amazon RDS guide, "Hardware specifications". */
const BURSTABLE_GIB: ReadonlyMap<string, number> = new Map([
  ["micro", 1],
  ["small", 2],
  ["medium", 4],
  ["large", 8],
  ["xlarge", 16],
  ["2xlarge", 32],
]);

/** GiB of the size `large` in the families that are not burstable; other sizes are multiples. */
const LARGE_GIB: ReadonlyMap<string, number> = new Map([
  ["m", 8],
  ["r", 16],
]);

/** RDS lets a connection have so many bytes of the memory, up to 5,000 connections. */
const BYTES_A_CONNECTION = 9_531_392;
const CONNECTION_LIMIT = 5_000;

const GIB = 1024 ** 3;

/**
 * What the operating system and RDS keep for themselves before connections are counted: AWS tells
 * no number. A quarter GiB, or a tenth where that is more, is what small instances show: 84 on
 * db.t3.micro, 405 on db.t3.medium.
 */
const RESERVED_BYTES = GIB / 4;
const RESERVED_SHARE = 0.1;

/**
 * Memory and connections of an RDS for PostgreSQL class. Source of the connections: Amazon RDS
 * guide, "Maximum number of database connections".
 *
 * @throws Error when the class is of no family or size that the table has.
 */
export function instanceFigures(instanceClass: string): InstanceFigures {
  const match = /^db\.([a-z])\d[a-z]*\.(\w+)$/.exec(instanceClass);
  const [, family = "", size = ""] = match ?? [];
  const burstable = family === "t";
  const memoryGiB = burstable ? BURSTABLE_GIB.get(size) : multipleOfLarge(family, size);
  if (memoryGiB === undefined) {
    throw new Error(
      `${instanceClass} is not known; allowed: db.t… from micro to 2xlarge, db.m… and db.r… from large on.`,
    );
  }
  const bytes = memoryGiB * GIB;
  const usable = bytes - Math.max(RESERVED_BYTES, bytes * RESERVED_SHARE);
  const maximumConnections = Math.min(Math.floor(usable / BYTES_A_CONNECTION), CONNECTION_LIMIT);
  return { memoryGiB, burstable, maximumConnections };
}

function multipleOfLarge(family: string, size: string): number | undefined {
  const large = LARGE_GIB.get(family);
  const match = /^(?:large|([1-9]\d*)?xlarge)$/.exec(size);
  if (large === undefined || match === null) return undefined;
  return size === "large" ? large : large * 2 * Number(match[1] ?? 1);
}
