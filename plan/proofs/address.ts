import { isSecret, textOf, type Value } from "../graph/value.ts";
import { type Ends, type Hop, stops } from "./path.ts";

/** What addresses look like that SNS and AWS's billing reach by themselves, and what they are called. */
const FORMS: Readonly<Record<string, readonly [form: RegExp, noun: string]>> = {
  email: [/^[^@\s]+@[^@\s]+$/, "e-mail address"],
  "email-json": [/^[^@\s]+@[^@\s]+$/, "e-mail address"],
  http: [/^http:\/\/[^/]/, "address of http"],
  https: [/^https:\/\/[^/]/, "address of https"],
  sms: [/^\+\d{7,15}$/, "international phone number"],
};

/** The hop to an address that is none; what is unknown or secret counts as one. */
export function noAddress(ends: Ends, kind: string, address: Value | undefined): Hop | undefined {
  const [form, noun] = FORMS[kind] ?? [];
  if (form === undefined || noun === undefined) return undefined;
  if (typeof address !== "string" || form.test(address)) return undefined;
  return stops(ends, `${addressText(address)} is no ${noun}`, `Let ${ends.from} tell an ${noun}.`);
}

/** Of a web address only the host: what follows is often the token of a web hook. */
export function addressText(address: Value | undefined): string {
  if (isSecret(address)) return "with a secret address";
  const text = textOf(address);
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  return url === null ? text : `${url.origin}/…`;
}
