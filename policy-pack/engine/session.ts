import type {
  PolicyConfigSchema,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";

import { StackView } from "./associations.ts";
import { type PolicyResource, ResourceSet } from "./resource.ts";
import type { Settings } from "./run.ts";
import { propertiesOf } from "./snapshot.ts";

/** Settings of the pack as a whole, in the configuration of the policy `settings`. */
interface PackSettings {
  readonly environment?: string;
  readonly ownsAccountBaseline?: boolean;
  readonly ownAccounts?: string[];
  readonly undecided?: "block" | "show";
}

export const SETTINGS_SCHEMA: PolicyConfigSchema = {
  properties: {
    environment: { type: "string", description: "Name of the environment; else the stack's." },
    ownsAccountBaseline: {
      type: "boolean",
      default: false,
      description: "Whether this stack holds what an account has once: trail, detector, analyzer.",
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
  },
};

/** What one run of the engine told so far. */
export class Session {
  readonly #inputs = new Map<string, PolicyResource>();
  #pack: PackSettings = {};
  #stack: StackView | undefined;

  get blocks(): boolean {
    return this.#pack.undecided !== "show";
  }

  settings(parameters: NonNullable<Settings["parameters"]>): Settings {
    const { environment, ownsAccountBaseline, ownAccounts } = this.#pack;
    return {
      environment: {
        ...(environment === undefined ? {} : { name: environment }),
        ...(ownsAccountBaseline === undefined ? {} : { ownsAccountBaseline }),
      },
      ownAccounts,
      parameters,
    };
  }

  remember(args: ResourceValidationArgs): void {
    this.#pack = args.getConfig<PackSettings>();
    this.#inputs.set(args.urn, statedBy(args));
  }

  remembers(urn: string): boolean {
    return this.#inputs.has(urn);
  }

  /** The resource that is about to be made, beside its provider alone. */
  resource(args: ResourceValidationArgs): { resource: PolicyResource; stack: StackView } {
    const resource = this.#inputs.get(args.urn) ?? statedBy(args);
    return { resource, stack: new StackView(new ResourceSet([resource, ...providersOf(args)])) };
  }

  /** All resources: what the program states of them, and where it comes from. */
  stack(args: StackValidationArgs): StackView {
    if (this.#stack !== undefined) return this.#stack;
    const resources = args.resources.map((resource): PolicyResource => {
      const { parent, dependencies, propertyDependencies } = resource;
      const origins = Object.entries(propertyDependencies).map(([property, from]) => [
        property,
        from.map(({ urn }) => urn),
      ]);
      return {
        ...(this.#inputs.get(resource.urn) ?? statedBy(resource)),
        ...(parent === undefined ? {} : { parent: parent.urn }),
        dependencies: dependencies.map(({ urn }) => urn),
        propertyDependencies: Object.fromEntries(origins) as Record<string, string[]>,
      };
    });
    const providers = new Map(
      args.resources.flatMap(providersOf).map((provider) => [provider.urn, provider]),
    );
    for (const { urn } of resources) providers.delete(urn);
    const stack = new StackView(new ResourceSet([...resources, ...providers.values()]));
    // The SDK runs all stack rules of a request before it reads the next one: they share a view.
    this.#stack = stack;
    setImmediate(() => (this.#stack = undefined));
    return stack;
  }
}

/** What both kinds of arguments have in common. */
type Stated = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props" | "opts" | "provider">;

function statedBy({ urn, type, name, props, opts, provider }: Stated): PolicyResource {
  return {
    urn,
    type,
    name,
    ...(provider === undefined ? {} : { provider: provider.urn }),
    inputs: propertiesOf(props),
    propertyDependencies: {},
    dependencies: [],
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
  };
}

function providersOf({ provider }: Pick<Stated, "provider">): PolicyResource[] {
  if (provider === undefined) return [];
  const { urn, type, name, props } = provider;
  const opts = { protect: false, ignoreChanges: [] };
  return [statedBy({ urn, type, name, props, opts: opts as unknown as Stated["opts"] })];
}
