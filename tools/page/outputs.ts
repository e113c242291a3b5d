import { z } from "zod";

import { DOORS, type PageSettings } from "../../app/contract.ts";

/** What of a stack's outputs is about its page. */
export interface PageOutputs {
  /** Bucket of the page. */
  readonly bucket: string;
  /** What the page is told. */
  readonly settings: PageSettings;
  /** Where it is seen then. */
  readonly url: string;
}

const text = z.string().min(1);

const form = z.object({
  music: z.object({
    url: z.url(),
    pageBucket: text,
    pageSettings: z.object({
      doors: z.array(z.enum(DOORS)).min(1),
      signIn: z.object({ issuer: z.url(), clientId: text, login: text }),
    }),
  }),
});

/**
 * Reads what `pulumi stack output --json` tells.
 *
 * @throws Error that says what is missing, in a line.
 */
export function pageOutputs(json: string): PageOutputs {
  const { data, error } = form.safeParse(parsed(json));
  if (error) {
    const missing = error.issues.map(({ path }) => path.join(".") || "all").join(", ");
    throw new Error(
      `The outputs tell of no page: ${missing}. Is music on, and the stack deployed?`,
    );
  }
  const { url, pageBucket: bucket, pageSettings: settings } = data.music;
  return { url, bucket, settings };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
