import { z } from "zod";

/** What PostgreSQL can't keep, and what no person sees but in other places. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const WITHOUT_CONTROL = "must not hold control characters";

/** Text that can be kept and compared, as it was sent. */
export const plain = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !CONTROL.test(text), WITHOUT_CONTROL);

/** A line of text as people write it; never empty. */
export const line = (most: number) =>
  plain(most)
    .transform((text) => text.normalize("NFC").trim())
    .pipe(z.string().min(1, "must not be empty").max(most));

/** Text of several lines, which may be empty. */
export const lines = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !CONTROL.test(text.replaceAll(/[\n\r\t]/g, "")), WITHOUT_CONTROL)
    .transform((text) => text.normalize("NFC"))
    .pipe(z.string().max(most));
