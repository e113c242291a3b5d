import { generateKeyPairSync, sign } from "node:crypto";

/** A key and its certificate, both as PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly certificate: string;
}

/**
 * A certificate that vouches for itself, for one host name and one day. Node.js can't make one, and
 * a key in the repository would look like a leak; so the dozen fields of X.509 are written here, in
 * DER. For tests only.
 */
export function selfSigned(host: string, now = new Date()): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const day = 24 * 3600 * 1000;
  const name = sequence(set(sequence(oid("550403"), tagged(0x0c, Buffer.from(host)))));
  const subject = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    name,
    sequence(utcTime(new Date(now.getTime() - day)), utcTime(new Date(now.getTime() + day))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(basicConstraints(), alternativeName(host))),
  );
  const signature = sign("sha256", subject, privateKey);
  const der = sequence(subject, ECDSA_SHA256, bitString(signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: pem("CERTIFICATE", der),
  };
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const set = (...parts: Buffer[]): Buffer => tagged(0x31, ...parts);
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"));
const bitString = (content: Buffer): Buffer => tagged(0x03, Buffer.from([0]), content);
const octets = (content: Buffer): Buffer => tagged(0x04, content);

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const TRUE = tagged(0x01, Buffer.from([0xff]));

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** That it may vouch for certificates, its own among them. */
const basicConstraints = (): Buffer => sequence(oid("551d13"), TRUE, octets(sequence(TRUE)));

const alternativeName = (host: string): Buffer =>
  sequence(oid("551d11"), octets(sequence(tagged(0x82, Buffer.from(host)))));

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
