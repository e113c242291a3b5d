import assert from "node:assert/strict";

import fc from "fast-check";

import {
  type AddressRange,
  EVERYTHING,
  possiblyIn,
  publicIn,
  subtract,
  surelyIn,
  union,
} from "../../../../policy-pack/controls/vpc/addresses.ts";
import { isInternet } from "../../../../policy-pack/controls/vpc/internet.ts";

const LIMITS = { widestIpv4Prefix: 16, widestIpv6Prefix: 32, closedPrefixLists: [] };
const open = (...texts: string[]) => isInternet(texts.flatMap(possiblyIn), LIMITS);

describe("addresses on the internet", () => {
  const spellingsOfAll = [
    ["0.0.0.0/0"],
    ["::/0"],
    [" 0.0.0.0/0 "],
    ["203.0.113.7/0"],
    ["0.0.0.0/00"],
    ["0::0/0"],
    ["0:0:0:0:0:0:0:0/0"],
    ["::0.0.0.0/0"],
    ["2001:DB8::1/0"],
    ["2000::/3"],
    ["::ffff:0:0/96"],
    ["::FFFF:0.0.0.0/96"],
    ["64:ff9b::/96"],
    ["0.0.0.0/1", "128.0.0.0/1"],
    ["0.0.0.0/1"],
    ["::/1", "8000::/1"],
    ["64.0.0.0/2", "128.0.0.0/2", "0.0.0.0/2", "192.0.0.0/2"],
    ["3.0.0.0/8"],
    ["8.0.0.0/15"],
    // A /16 and one more address.
    ["8.8.0.0/16", "8.9.0.0/32"],
    ["::ffff:8.8.0.0/111"],
    ["2600::/12"],
    ["2002::/16"],
    // Too many small blocks.
    Array.from({ length: 257 }, (_, index) => `9.${index % 256}.${index >> 8}.0/24`),
    // What can't be read may be anything.
    ["anywhere"],
    [""],
    ["10.0.0.0/33"],
    ["010.0.0.0/8"],
    ["10.0.0.0/8/8"],
    ["10.0.0.0/-1"],
    ["fe80::1%eth0/64"],
  ];
  for (const texts of spellingsOfAll) {
    it(`opens ${texts.slice(0, 4).join(" and ")}`, () => {
      assert.equal(open(...texts), true);
    });
  }

  const chosen = [
    [],
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
    ["10.1.2.3/8"],
    ["100.64.0.0/10"],
    ["169.254.0.0/16"],
    ["224.0.0.0/3"],
    ["203.0.113.0/24"],
    ["8.8.8.8"],
    ["8.8.8.8/32"],
    ["8.8.0.0/16"],
    // The same block twice, and one within the other.
    ["8.8.0.0/16", "8.8.0.0/16", "8.8.4.0/24"],
    ["::ffff:10.0.0.0/104"],
    ["::ffff:8.8.0.0/112"],
    ["fc00::/7", "fe80::/10"],
    ["2001:db8::/32"],
    ["2600:1f00::/32"],
    ["2600:1f18::/40"],
  ];
  for (const texts of chosen) {
    it(`does not open ${texts.join(" and ") || "nothing"}`, () => {
      assert.equal(open(...texts), false);
    });
  }

  it("counts public addresses alone", () => {
    assert.deepEqual(publicIn(possiblyIn("10.0.0.0/7")), { v4: 2n ** 24n, v6: 0n });
    assert.deepEqual(publicIn(possiblyIn("2600::/32")), { v4: 0n, v6: 2n ** 96n });
    assert.deepEqual(publicIn(EVERYTHING).v4, 3_702_258_432n);
  });

  it("goes by the prefix that is set", () => {
    const wide = { ...LIMITS, widestIpv4Prefix: 8, widestIpv6Prefix: 3 };
    assert.equal(isInternet(possiblyIn("8.0.0.0/8"), wide), false);
    assert.equal(isInternet(possiblyIn("8.0.0.0/7"), wide), true);
    assert.equal(isInternet(possiblyIn("::/0"), wide), false);
    const one = { ...LIMITS, widestIpv4Prefix: 32 };
    assert.equal(isInternet(possiblyIn("8.8.8.8/32"), one), false);
    assert.equal(isInternet(possiblyIn("8.8.8.8/31"), one), true);
  });

  it("knows for certain only what it can read, and only as it is written", () => {
    assert.deepEqual(surelyIn("anywhere"), []);
    assert.deepEqual(possiblyIn("anywhere"), EVERYTHING);
    assert.equal(surelyIn("::ffff:0:0/96").length, 1);
    assert.equal(possiblyIn("::ffff:0:0/96").length, 2);
    assert.deepEqual(possiblyIn("::ffff:10.1.0.0/112")[1], surelyIn("10.1.0.0/16")[0]);
  });
});

describe("sets of addresses", () => {
  const range = fc
    .tuple(fc.bigInt(0n, 40n), fc.bigInt(0n, 12n))
    .map(([first, length]) => ({ first, last: first + length }));
  const sets = fc.array(range, { maxLength: 6 });
  const members = (ranges: readonly AddressRange[]) =>
    Array.from({ length: 60 }, (_, index) => BigInt(index)).filter((address) =>
      ranges.some(({ first, last }) => first <= address && address <= last),
    );

  it("unite to the same addresses, in order and apart", () => {
    fc.assert(
      fc.property(sets, (ranges) => {
        const united = union(ranges);
        assert.deepEqual(members(united), members(ranges));
        for (const [index, { first }] of united.entries()) {
          const before = united[index - 1];
          assert.ok(before === undefined || before.last + 1n < first);
        }
      }),
    );
  });

  it("subtract to what is in the one and not in the other", () => {
    fc.assert(
      fc.property(sets, sets, (ranges, others) => {
        const taken = new Set(members(others));
        assert.deepEqual(
          members(subtract(ranges, others)),
          members(ranges).filter((address) => !taken.has(address)),
        );
      }),
    );
  });

  it("halves of a block add up to it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 }), fc.nat(2 ** 32 - 1), (prefix, seed) => {
        const dotted = (value: number) =>
          [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
        const size = 2 ** (32 - prefix);
        const start = Math.floor(seed / size) * size;
        const halves = [start, start + size / 2].map((at) => `${dotted(at)}/${prefix + 1}`);
        assert.deepEqual(union(halves.flatMap(surelyIn)), surelyIn(`${dotted(seed)}/${prefix}`));
      }),
    );
  });
});
