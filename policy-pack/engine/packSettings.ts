import type { PolicyConfigSchema } from "@pulumi/policy";

/** Settings of the pack as a whole, in the configuration of the policy `settings`. */
export interface PackSettings {
  readonly environment?: string;
  readonly ownsAccountBaseline?: boolean;
  readonly ownAccounts?: string[];
  readonly undecided?: "block" | "show";
  readonly reports?: string;
}

export const SETTINGS_SCHEMA: PolicyConfigSchema = {
  properties: {
    environment: { type: "string", description: "Name of the environment; else the stack's." },
    ownsAccountBaseline: {
      // No default: the engine would fill it in, and the stack itself says.
      type: "boolean",
      description:
        "Whether this stack holds what an account has once; else the one with the Account component.",
    },
    ownAccounts: {
      type: "array",
      items: { type: "string", pattern: "^\\d{12}$" },
      description: "Accounts of the stack, where the provider has no allowedAccountIds.",
    },
    undecided: {
      type: "string",
      enum: ["block", "show"],
      default: "block",
      description: "Whether an undecided control blocks at its own level or is shown alone.",
    },
    reports: {
      type: "string",
      description: "Folder that a preview writes its reports to, from the pack's folder.",
    },
  },
};

/** The one level that would leave the settings unread, and so do something else than it says. */
export const SETTINGS_DISABLED =
  "The configuration disables the pack's settings, by their name or by `all`: " +
  'write "settings": { "enforcementLevel": "advisory", … }';
