import { z } from "zod";

/** A document as clients see it: what is known of a file, whose content is never kept. */
export const document = z
  .object({
    id: z.uuid(),
    filename: z.string().meta({ description: "Without folders; at most 255 bytes of UTF-8." }),
    size_bytes: z.int().min(0),
    uploaded_at: z.iso.datetime({ precision: 3 }).meta({ description: "UTC." }),
  })
  .meta({ id: "Document", description: "What is known of a file that was uploaded." });

export type Document = z.output<typeof document>;
