import { type Parameter, ParameterError } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";

export type Transport = "tcp" | "udp";

/** Ports of a protocol, the first and the last included. */
export interface Ports {
  readonly transport: Transport;
  readonly from: number;
  readonly to: number;
}

const LAST_PORT = 65535;
const TRANSPORTS: readonly Transport[] = ["tcp", "udp"];

/** Every port of both protocols. */
export const ALL_PORTS: readonly Ports[] = TRANSPORTS.map((transport) => ({
  transport,
  from: 0,
  to: LAST_PORT,
}));

/** Names and numbers of protocols by the ports that they have. Source: IANA's protocol numbers. */
const PROTOCOLS: Readonly<Record<string, readonly Transport[]>> = {
  "6": ["tcp"],
  tcp: ["tcp"],
  "17": ["udp"],
  udp: ["udp"],
  icmp: [],
  icmpv6: [],
  igmp: [],
  gre: [],
  esp: [],
  ah: [],
  sctp: [],
};

/**
 * The TCP and UDP ports of a rule. `-1` and `all` are every port, whatever range stands beside them;
 * ICMP has types in the place of ports; a protocol that can't be read may be any, and so may ports.
 */
export function portsOf(protocol: Reading, from: Reading, to: Reading): readonly Ports[] {
  const name = nameOf(protocol);
  const transports = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (transports === undefined) return /^\d+$/.test(name) ? [] : ALL_PORTS;
  const ends = [from.number ?? -1, to.number ?? -1];
  const known = ends.some((end) => end < 0) ? [] : ends.toSorted(ascending);
  const [first = 0, last = LAST_PORT] = known;
  return transports.map((transport) => ({ transport, from: first, to: last }));
}

/** Those that a rule means for certain; nothing where protocol or ports can't be read. */
export function surePortsOf(protocol: Reading, from: Reading, to: Reading): readonly Ports[] {
  const name = nameOf(protocol);
  if (name === "-1" || name === "all") return ALL_PORTS;
  const [first = -1, last = -1] = [from.number, to.number];
  const transports = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (transports === undefined || first < 0 || first > last) return [];
  return transports.map((transport) => ({ transport, from: first, to: last }));
}

function nameOf(protocol: Reading): string {
  return (protocol.text ?? "")
    .trim()
    .toLowerCase()
    .replace(/^0+(?=\d)/, "");
}

/** A parameter that lists ports. */
export function portList(
  standard: readonly string[],
  description: string,
): Parameter<readonly string[]> {
  const schema = { type: "array", items: { type: "string", pattern: "^\\d+(-\\d+)?$" } } as const;
  return { default: standard, description: `${description} As 22 or 137-139.`, schema };
}

/** Where machines are administered: SSH and Remote Desktop. */
export const adminPorts = portList(
  ["22", "3389"],
  "Ports through which machines are administered.",
);

/**
 * Ports as such a parameter names them.
 *
 * @throws ParameterError when it names something else: a typing error must not leave a port unguarded.
 */
export function portsNamed(texts: readonly string[], ...transports: Transport[]): Ports[] {
  return transports.flatMap((transport) =>
    texts.map((text) => {
      const [from = NaN, to = from] = text.split("-").map(Number);
      if (from <= to) return { transport, from, to };
      throw new ParameterError(`a parameter's ${text} names no ports; allowed: 22 or 137-139`);
    }),
  );
}

/** What is left of some ports without others. */
export function without(ports: readonly Ports[], others: readonly Ports[]): Ports[] {
  return cut(ports, others).filter((piece) => !others.some((other) => includes(other, piece)));
}

/** The same ports in pieces, each of which lies in or outside each of the others as a whole. */
export function cut(ports: readonly Ports[], others: readonly Ports[]): Ports[] {
  return ports.flatMap(({ transport, from, to }) => {
    const starts = others
      .filter((other) => other.transport === transport)
      .flatMap((other) => [other.from, other.to + 1])
      .filter((start) => start > from && start <= to);
    const pieces = [...new Set([from, ...starts])].toSorted(ascending);
    return pieces.map((start, index) => ({
      transport,
      from: start,
      to: (pieces[index + 1] ?? to + 1) - 1,
    }));
  });
}

export function includes(outer: Ports, inner: Ports): boolean {
  return outer.transport === inner.transport && outer.from <= inner.from && inner.to <= outer.to;
}

export function overlap(one: Ports, other: Ports): boolean {
  return one.transport === other.transport && one.from <= other.to && other.from <= one.to;
}

/** The same ports in order, neighbours in one piece. */
export function joined(ports: readonly Ports[]): Ports[] {
  return TRANSPORTS.flatMap((transport) => {
    const pieces: Ports[] = [];
    const own = ports.filter((piece) => piece.transport === transport);
    for (const piece of own.toSorted((a, b) => a.from - b.from)) {
      const before = pieces.at(-1);
      if (before === undefined || piece.from > before.to + 1) pieces.push(piece);
      else pieces.splice(-1, 1, { ...before, to: Math.max(before.to, piece.to) });
    }
    return pieces;
  });
}

/** For messages: `TCP 22, 3389 and UDP 3389`, or `every port`. */
export function describePorts(ports: readonly Ports[]): string {
  const lists = TRANSPORTS.map((transport) =>
    joined(ports)
      .filter((piece) => piece.transport === transport)
      .map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`))
      .join(", "),
  );
  const [tcp = "", udp = ""] = lists;
  if (tcp === udp) return tcp === `0-${LAST_PORT}` ? "every port" : `TCP and UDP ${tcp}`;
  return [tcp && `TCP ${tcp}`, udp && `UDP ${udp}`].filter(Boolean).join(" and ");
}

function ascending(a: number, b: number): number {
  return a - b;
}
