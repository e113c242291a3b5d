import assert from "node:assert/strict";

/** What the pages of an Ogg Vorbis file tell of it. */
export interface OggInfo {
  readonly channels: number;
  readonly sampleRate: number;
  readonly seconds: number;
  /** All bytes by the seconds. */
  readonly kilobits: number;
}

/** Reads an Ogg Vorbis file page by page, and checks each page's checksum and number (RFC 3533). */
export function parseOgg(file: Buffer): OggInfo {
  const serials = new Set<number>();
  let [at, number, samples, ended] = [0, 0, 0n, false];
  let first: Buffer | undefined;
  while (at < file.length) {
    assert.equal(file.toString("latin1", at, at + 4), "OggS", `no page at ${at}`);
    assert.equal(file[at + 4], 0, "version");
    const flags = file.readUInt8(at + 5);
    assert.equal((flags & 2) !== 0, number === 0, "beginning of stream");
    assert.equal(ended, false, "a page after the end");
    ended = (flags & 4) !== 0;
    const granule = file.readBigInt64LE(at + 6);
    if (granule >= 0n) {
      assert.ok(granule >= samples, "time runs backwards");
      samples = granule;
    }
    serials.add(file.readUInt32LE(at + 14));
    assert.equal(file.readUInt32LE(at + 18), number, "page number");
    const segments = file.readUInt8(at + 26);
    const body = file.subarray(at + 27, at + 27 + segments).reduce((sum, size) => sum + size, 0);
    const end = at + 27 + segments + body;
    assert.ok(end <= file.length, "a page is cut off");
    const page = Buffer.from(file.subarray(at, end));
    const checksum = page.readUInt32LE(22);
    page.writeUInt32LE(0, 22);
    assert.equal(checksum, crc(page), `checksum of page ${number}`);
    first ??= page.subarray(27 + segments);
    at = end;
    number += 1;
  }
  assert.ok(first && ended && serials.size === 1, "one whole stream");
  assert.equal(first.toString("latin1", 0, 7), "\x01vorbis");
  const sampleRate = first.readUInt32LE(12);
  const seconds = Number(samples) / sampleRate;
  const kilobits = (file.length * 8) / seconds / 1000;
  return { channels: first.readUInt8(11), sampleRate, seconds, kilobits };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++)
    value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function crc(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) ^ (TABLE[(value >>> 24) ^ byte] ?? 0)) >>> 0;
  return value;
}
