import assert from "node:assert/strict";

import fc from "fast-check";

import {
  ALL_PORTS,
  cut,
  describePorts,
  joined,
  overlap,
  type Ports,
  portsNamed,
  portsOf,
  surePortsOf,
  without,
} from "../../../../policy-pack/controls/vpc/ports.ts";
import { Reading } from "../../../../policy-pack/engine/reading.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";

const reading = (value?: Value) => new Reading({ urn: "u" }, "p", value);
const ask = (protocol?: Value, from?: Value, to?: Value) =>
  portsOf(reading(protocol), reading(from), reading(to));

describe("the ports of a rule", () => {
  const cases: readonly (readonly [readonly Value[], string])[] = [
    [["tcp", 22, 22], "TCP 22"],
    [["TCP", 22, 22], "TCP 22"],
    [["6", 22, 22], "TCP 22"],
    [[6, 22, 22], "TCP 22"],
    [["06", "22", "22"], "TCP 22"],
    [["udp", 0, 1023], "UDP 0-1023"],
    [["17", 53, 53], "UDP 53"],
    [["tcp", 0, 0], "TCP 0"],
    [["tcp", 90, 80], "TCP 80-90"],
    [["tcp", -1, -1], "TCP 0-65535"],
    [["tcp"], "TCP 0-65535"],
    [["tcp", "ssh", "ssh"], "TCP 0-65535"],
    [[" tcp ", 22, 22], "TCP 22"],
    [["006", 22, 22], "TCP 22"],
    [["tcp", null, 80], "TCP 0-65535"],
    [["tcp", 80], "TCP 0-65535"],
    [["tcp", -1, 80], "TCP 0-65535"],
    [["107", 53, 53], ""],
    [["6x", 443, 443], "every port"],
    [["-1", 0, 0], "every port"],
    [[-1], "every port"],
    [["all", 443, 443], "every port"],
    [["nonsense", 443, 443], "every port"],
    [[], "every port"],
    [["icmp", 8, 0], ""],
    [["1", 22, 22], ""],
    [["icmpv6", -1, -1], ""],
    [["58", 22, 22], ""],
    [["47"], ""],
    [["esp", 0, 0], ""],
  ];
  for (const [[protocol, from, to], ports] of cases) {
    it(`of ${JSON.stringify([protocol, from, to])} are ${ports || "none"}`, () => {
      const found = ask(protocol, from, to);
      assert.equal(found.length === 0 ? "" : describePorts(found), ports);
    });
  }

  const certain: readonly (readonly [readonly Value[], string])[] = [
    [["TCP", "22", 22], "TCP 22"],
    [["06", 22, 23], "TCP 22-23"],
    [["all"], "every port"],
    [["-1", 0, 0], "every port"],
    [["udp", 0, 10], "UDP 0-10"],
    [["tcp", 1], ""],
    [["tcp", null, 80], ""],
    [["tcp"], ""],
    [["tcp", -1, -1], ""],
    [["tcp", 90, 80], ""],
    [["tcp", "ssh", "ssh"], ""],
    [["nonsense", 443, 443], ""],
    [["icmp", 8, 8], ""],
    [[], ""],
  ];
  for (const [[protocol, from, to], ports] of certain) {
    it(`of ${JSON.stringify([protocol, from, to])} are for certain ${ports || "none"}`, () => {
      const found = surePortsOf(reading(protocol), reading(from), reading(to));
      assert.equal(found.length === 0 ? "" : describePorts(found), ports);
    });
  }

  it("are named by a parameter, or it is refused", () => {
    assert.equal(
      describePorts(portsNamed(["22", "137-139"], "tcp", "udp")),
      "TCP and UDP 22, 137-139",
    );
    assert.throws(() => portsNamed(["ssh"], "tcp"), {
      message: "a parameter's ssh names no ports; allowed: 22 or 137-139",
    });
    assert.throws(() => portsNamed(["9-8"], "tcp"));
  });

  it("are described by protocol", () => {
    assert.equal(describePorts(ALL_PORTS), "every port");
    assert.equal(describePorts(portsNamed(["443", "80", "81"], "tcp")), "TCP 80-81, 443");
    assert.equal(
      describePorts([...portsNamed(["22"], "tcp"), ...portsNamed(["53"], "udp")]),
      "TCP 22 and UDP 53",
    );
  });
});

describe("sets of ports", () => {
  const port = fc
    .tuple(fc.constantFrom("tcp" as const, "udp" as const), fc.nat(30), fc.nat(8))
    .map(([transport, from, length]) => ({ transport, from, to: from + length }));
  const sets = fc.array(port, { maxLength: 6 });
  const members = (ports: readonly Ports[]) => [
    ...new Set(
      ports.flatMap(({ transport, from, to }) =>
        Array.from({ length: to - from + 1 }, (_, index) => `${transport} ${from + index}`),
      ),
    ),
  ];

  it("are the same in pieces and joined", () => {
    fc.assert(
      fc.property(sets, sets, (ports, others) => {
        assert.deepEqual(members(cut(ports, others)).sort(), members(ports).sort());
        assert.deepEqual(members(joined(ports)).sort(), members(ports).sort());
      }),
    );
  });

  const tcp = (from: number, to: number) => ({ transport: "tcp", from, to }) as const;
  const udp = (from: number, to: number) => ({ transport: "udp", from, to }) as const;

  it("are cut at the ends of others of the same protocol alone", () => {
    assert.deepEqual(cut([tcp(1, 9)], [tcp(4, 5)]), [tcp(1, 3), tcp(4, 5), tcp(6, 9)]);
    assert.deepEqual(cut([tcp(1, 9)], [udp(4, 5)]), [tcp(1, 9)]);
    assert.deepEqual(cut([tcp(4, 5)], [tcp(1, 9), tcp(4, 4)]), [tcp(4, 4), tcp(5, 5)]);
  });

  it("are joined in order, TCP first", () => {
    assert.deepEqual(joined([udp(7, 9), tcp(3, 4), udp(1, 2), tcp(5, 8)]), [
      tcp(3, 8),
      udp(1, 2),
      udp(7, 9),
    ]);
  });

  for (const [one, other, expected] of [
    [tcp(1, 5), tcp(5, 9), true],
    [tcp(5, 9), tcp(1, 5), true],
    [tcp(3, 4), tcp(1, 9), true],
    [tcp(1, 4), tcp(5, 9), false],
    [tcp(5, 9), tcp(1, 4), false],
    [tcp(1, 5), udp(1, 5), false],
  ] as const) {
    it(`${describePorts([one])} and ${describePorts([other])} ${expected ? "meet" : "do not meet"}`, () => {
      assert.equal(overlap(one, other), expected);
    });
  }

  it("leave what is not taken away", () => {
    fc.assert(
      fc.property(sets, sets, (ports, others) => {
        const taken = new Set(members(others));
        assert.deepEqual(
          members(without(ports, others)).sort(),
          members(ports)
            .filter((one) => !taken.has(one))
            .sort(),
        );
      }),
    );
  });
});
