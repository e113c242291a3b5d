import { z } from "zod";

import { SECRET_SETTINGS, settingsSchema } from "../../config/settings.ts";

/** JSON Schema of `Pulumi.<stack>.yaml`, so that an editor completes and checks it. */
export function stackSchema(project: string): object {
  const { properties, $schema, ...block } = z.toJSONSchema(settingsSchema, {
    io: "input",
    // Our own word for error messages; JSON Schema has no such keyword.
    override: ({ jsonSchema }) => {
      delete jsonSchema["allowed"];
    },
  });
  const keyed = Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, schema]) => [`${project}:${name}`, schema]),
  );
  const secrets = SECRET_SETTINGS.map((name) => [
    `${project}:${name}`,
    {
      description: `Secret; set with: pulumi config set --secret ${project}:${name}`,
      type: "object",
      properties: { secure: { type: "string", description: "Ciphertext that Pulumi wrote." } },
      required: ["secure"],
      additionalProperties: false,
    },
  ]);
  return {
    $schema,
    title: "Stack settings of Rampart",
    description: "Generated from config/schema by `npm run generate`; do not edit.",
    type: "object",
    properties: {
      config: {
        ...block,
        required: (block.required ?? []).map((name) => `${project}:${name}`),
        properties: { ...keyed, ...(Object.fromEntries(secrets) as object) },
        // Other packages' keys, such as pulumi:disable-default-providers, may stand beside ours.
        additionalProperties: true,
      },
    },
    required: ["config"],
  };
}
