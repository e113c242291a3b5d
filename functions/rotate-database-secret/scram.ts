import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** Rounds that PostgreSQL itself uses; a password of 32 random characters needs no more. */
const ITERATIONS = 4096;

/**
 * What PostgreSQL stores instead of a password (RFC 5803). Made here, it is all that a statement
 * carries, so that neither the server's log nor a statistics view ever sees the password, and the
 * server takes it as it is. For ASCII passwords only: others would have to be normalised first.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new Error("A password must be printable ASCII.");
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(sign("Client Key")).digest("base64");
  const serverKey = sign("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
