import assert from "node:assert/strict";

import fc from "fast-check";

import {
  addressIn,
  contains,
  type Ipv4Block,
  overlaps,
  parseIpv4Block,
  partOf,
} from "../../../components/shared/cidr.ts";

function block(text: string): Ipv4Block {
  const parsed = parseIpv4Block(text);
  assert.ok(parsed, text);
  return parsed;
}

const octets = (value: number) =>
  [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");

/** Any block that is one. */
const blocks = fc
  .record({ address: fc.integer({ min: 0, max: 2 ** 32 - 1 }), prefix: fc.nat(32) })
  .map(({ address, prefix }) => {
    const size = 2 ** (32 - prefix);
    return { first: Math.floor(address / size) * size, prefix };
  });

describe("parseIpv4Block", () => {
  const table: readonly (readonly [string, Ipv4Block])[] = [
    ["10.0.1.0/24", { first: 167772416, last: 167772671, prefix: 24 }],
    ["0.0.0.0/0", { first: 0, last: 4294967295, prefix: 0 }],
    ["255.255.255.255/32", { first: 4294967295, last: 4294967295, prefix: 32 }],
    ["192.168.0.0/16", { first: 3232235520, last: 3232301055, prefix: 16 }],
  ];
  for (const [text, expected] of table) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseIpv4Block(text), expected);
    });
  }

  const refused = [
    ["", "nothing"],
    ["10.0.0.0", "no prefix"],
    ["10.0.0/24", "three octets"],
    ["10.0.0.0/33", "a prefix too long"],
    ["256.0.0.0/8", "an octet too large"],
    ["10.0.1.7/24", "host bits, which EC2 would round down in silence"],
    ["10.0.0.0/0", "host bits under the shortest prefix"],
    ["010.0.0.0/8", "a leading zero, which some readers take for octal"],
    ["10.0.0.0/08", "a leading zero in the prefix"],
    ["10.0.0.0/24 ", "a blank"],
    ["10.0.0.0/-1", "a sign"],
    ["fd00::/8", "IPv6"],
    ["x10.0.0.0/24", "something before it"],
  ] as const;
  for (const [text, what] of refused) {
    it(`refuses ${what}: "${text}"`, () => {
      assert.equal(parseIpv4Block(text), undefined);
    });
  }

  it("reads back every block that there is", () => {
    fc.assert(
      fc.property(blocks, ({ first, prefix }) => {
        const size = 2 ** (32 - prefix);
        assert.deepEqual(parseIpv4Block(`${octets(first)}/${prefix}`), {
          first,
          last: first + size - 1,
          prefix,
        });
      }),
    );
  });
});

describe("contains and overlaps", () => {
  const table = [
    // outer, inner, contains, overlaps
    ["10.0.0.0/16", "10.0.1.0/24", true, true],
    ["10.0.1.0/24", "10.0.0.0/16", false, true],
    ["10.0.1.0/24", "10.0.1.0/24", true, true],
    ["10.0.1.0/24", "10.0.2.0/24", false, false],
    ["10.0.0.0/24", "10.0.1.0/24", false, false],
    ["0.0.0.0/0", "255.255.255.255/32", true, true],
  ] as const;
  for (const [outer, inner, within, shared] of table) {
    it(`${outer} and ${inner}`, () => {
      assert.equal(contains(block(outer), block(inner)), within);
      assert.equal(overlaps(block(outer), block(inner)), shared);
      assert.equal(overlaps(block(inner), block(outer)), shared);
    });
  }

  it("two blocks that overlap are nested, for blocks never cross", () => {
    fc.assert(
      fc.property(blocks, blocks, (one, other) => {
        const a = block(`${octets(one.first)}/${one.prefix}`);
        const b = block(`${octets(other.first)}/${other.prefix}`);
        assert.equal(overlaps(a, b), contains(a, b) || contains(b, a));
      }),
    );
  });
});

describe("partOf", () => {
  it("gives the parts of a block in their order, which are all of it", () => {
    assert.deepEqual(
      [0, 1, 15].map((index) => partOf("10.1.16.0/20", 24, index)),
      ["10.1.16.0/24", "10.1.17.0/24", "10.1.31.0/24"],
    );
    assert.equal(partOf("192.0.2.0/24", 24, 0), "192.0.2.0/24");
    fc.assert(
      fc.property(blocks, fc.nat(8), fc.nat(255), ({ first, prefix }, more, index) => {
        const longer = Math.min(32, prefix + more);
        fc.pre(index < 2 ** (longer - prefix));
        const whole = block(`${octets(first)}/${prefix}`);
        const part = block(partOf(`${octets(first)}/${prefix}`, longer, index));
        assert.equal(part.first, whole.first + index * 2 ** (32 - longer));
        assert.ok(contains(whole, part));
      }),
    );
  });

  for (const [text, prefix, index] of [
    ["10.0.0.0/24", 25, 2],
    ["10.0.0.0/24", 16, 0],
    ["10.0.0.1/24", 25, 0],
    ["10.0.0.0/24", 25, -1],
  ] as const) {
    it(`finds no part ${index} of /${prefix} in ${text}`, () => {
      assert.throws(() => partOf(text, prefix, index), {
        message: `${text} has no part ${index} of /${prefix}.`,
      });
    });
  }
});

describe("addressIn", () => {
  it("S-TRACKER-8: is an address of the block by its place", () => {
    assert.equal(addressIn("10.40.0.128/26", 10), "10.40.0.138");
    assert.equal(addressIn("10.0.255.0/24", 254), "10.0.255.254");
  });

  for (const [text, place, allowed] of [
    ["10.40.0.128/26", 3, "4–62"],
    ["10.40.0.128/26", 63, "4–62"],
    ["10.40.0.128/26", 4.5, "4–62"],
    ["nonsense", 10, "4–0"],
  ] as const) {
    it(`refuses place ${place} of ${text}`, () => {
      assert.throws(() => addressIn(text, place), {
        message: `Address ${place} of ${text} is not allowed; allowed: ${allowed}.`,
      });
    });
  }
});
