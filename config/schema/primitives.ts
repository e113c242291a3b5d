import { z } from "zod";

import { parseIpv4Block } from "../../components/shared/cidr.ts";
import { LOG_RETENTION_DAYS } from "../../components/shared/retention.ts";

/**
 * A text of a given form. `allowed` completes "… is VALUE; allowed: " whatever is wrong with it,
 * and survives a later `.meta({ description })`.
 */
export const text = (pattern: RegExp, allowed: string) =>
  z.string().regex(pattern, allowed).meta({ allowed, description: allowed });

/** A whole number within bounds, both included. */
export const whole = (min: number, max: number, unit: string) =>
  z
    .number()
    .int()
    .min(min)
    .max(max)
    .meta({ allowed: `${min}–${max} ${unit}`, description: `${min}–${max} ${unit}` });

/** One of these numbers. */
export const oneOf = <const T extends readonly [number, ...number[]]>(values: T, unit: string) =>
  z.literal(values).meta({ description: `${unit}, one of the listed values` });

/** A time zone, with its daylight saving. */
export const timeZone = z
  .string()
  .refine(
    (zone) => Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC",
    "an IANA time zone such as America/New_York",
  )
  .meta({ description: "IANA time zone; daylight saving is its business." });

/** A time of day to the minute, such as the example. */
export const timeOfDay = (example: string) =>
  text(/^([01]\d|2[0-3]):[0-5]\d$/, `a time of day such as ${example}`);

/** A retention that CloudWatch Logs accepts, in days (T19). */
export const logRetention = oneOf(LOG_RETENTION_DAYS, "days");

/** An IPv4 block without host bits; EC2 takes /16 to /28 for a VPC and its subnets. */
export const ipv4Block = z
  .string()
  .refine((value) => {
    const block = parseIpv4Block(value);
    return block !== undefined && block.prefix >= 16 && block.prefix <= 28;
  }, "an IPv4 block from /16 to /28 without host bits, such as 10.0.0.0/16")
  .meta({ description: "IPv4 block, /16 to /28, no host bits" });

/** A DNS name of at least two labels, in lower case. */
export const domainName = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as example.com",
);

/** An AWS account; text, since a number would lose leading zeros. */
export const accountId = text(/^\d{12}$/, "an AWS account id of 12 digits, in quotes");

/** The ARN of one resource of a service, in any partition. */
export const arn = (service: string) =>
  text(
    new RegExp(`^arn:aws(-cn|-us-gov)?:${service}:[a-z0-9-]*:\\d{12}:.+$`),
    `an ARN of ${service}, such as arn:aws:${service}:us-east-1:111122223333:…`,
  );
