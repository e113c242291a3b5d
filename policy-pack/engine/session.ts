import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";

import { StackView } from "./associations.ts";
import type { Control } from "./control.ts";
import type { Exemption, Exemptions } from "./exemptions.ts";
import type { Judgement, Settings } from "./judge.ts";
import { type PackSettings, SETTINGS_DISABLED } from "./packSettings.ts";
import type { Values } from "./parameters.ts";
import { type PolicyResource, type Properties, ResourceSet } from "./resource.ts";
import { exemptionsOf, judgeAll, type Result, settle } from "./run.ts";
import { propertiesOf, withSecretsOf } from "./snapshot.ts";
import { providersOf, statedBy } from "./stated.ts";

/** A control as the pack runs it. */
export interface Enforced {
  readonly control: Control;
  readonly level: "mandatory" | "advisory" | "disabled";
  /** Parameters of the profile. */
  readonly parameters?: Values | undefined;
}

export interface SessionOptions {
  /** Findings of all stacks that are accepted for a while. @default none */
  readonly exemptions?: readonly Exemption[];
  /** Writes the reports of a stack to the folder that the pack's settings name. @default nothing */
  readonly writeReports?: (folder: string, conclusion: Conclusion) => void;
}

/** What a run ends with. */
export interface Conclusion {
  readonly result: Result;
  readonly stack: StackView;
  /** Day of the run in UTC. */
  readonly date: string;
  readonly undecidedBlocks: boolean;
  /** Ids of the controls that the engine runs. */
  readonly running: ReadonlySet<string>;
}

/** A resource that is about to be made, beside its provider alone. */
export interface Subject {
  readonly resource: PolicyResource;
  readonly stack: StackView;
}

/** What one run of the engine told so far. */
export class Session {
  readonly #enforced: readonly Enforced[];
  readonly #options: SessionOptions;
  readonly #inputs = new Map<string, PolicyResource>();
  /** What was shown with its secrets marked, before anything could mend it, until it is remembered. */
  readonly #witnessed = new Map<string, Properties>();
  /** Parameters of the controls that the engine runs. */
  readonly #parameters = new Map<string, Values>();
  /** What was said of resources by themselves with nothing missing, by control and URN. */
  readonly #kept = new Map<string, Judgement>();
  #pack: PackSettings | undefined;
  #settings: Settings | undefined;
  #subject: Subject | undefined;
  #result: Result | undefined;
  #exemptions: Exemptions | undefined;

  constructor(enforced: readonly Enforced[], options: SessionOptions = {}) {
    this.#enforced = enforced;
    this.#options = options;
  }

  /** Whether the engine told the pack's own settings, if only that there are none. */
  get isSetUp(): boolean {
    return this.#pack !== undefined;
  }

  get blocks(): boolean {
    return this.#pack?.undecided !== "show";
  }

  /** What the SDK asks the rules about now. */
  get currentSubject(): Subject | undefined {
    return this.#subject;
  }

  /** What was found in the stack that the SDK asks the rules about now. */
  get currentResult(): Result | undefined {
    return this.#result;
  }

  /** Takes the pack's own settings; the engine tells them once, before it asks anything. */
  setUp(settings: PackSettings): void {
    this.#pack ??= settings;
  }

  /**
   * For a control that runs: the pack's settings must have been read by then.
   *
   * @throws Error when the engine's configuration disables them.
   */
  demandSettings(): void {
    if (!this.isSetUp) throw new Error(SETTINGS_DISABLED);
  }

  /** Takes what the engine's configuration says of a control; only a control that runs is asked. */
  configure(id: string, configured: Values): void {
    if (this.#parameters.has(id)) return;
    const profile = this.#enforced.find(({ control }) => control.id === id)?.parameters;
    this.#parameters.set(id, { ...profile, ...configured });
    this.#settings = undefined;
  }

  isConfigured(id: string): boolean {
    return this.#parameters.has(id);
  }

  settings(): Settings {
    return (this.#settings ??= this.#collected());
  }

  #collected(): Settings {
    const { environment, ownsAccountBaseline, ownAccounts } = this.#pack ?? {};
    return {
      environment: {
        ...(environment === undefined ? {} : { name: environment }),
        ...(ownsAccountBaseline === undefined ? {} : { ownsAccountBaseline }),
      },
      ownAccounts,
      parameters: Object.fromEntries(
        this.#enforced.map(({ control: { id }, parameters = {} }) => [
          id,
          this.#parameters.get(id) ?? parameters,
        ]),
      ),
      exemptions: {
        all: this.#options.exemptions ?? [],
        date: today(),
        controls: this.#enforced.map(({ control }) => control),
      },
    };
  }

  /** Takes what the program states with its secrets marked, before any rule is asked. */
  witness({ urn, props }: ResourceValidationArgs): void {
    this.#witnessed.set(urn, propertiesOf(props));
  }

  /**
   * Takes what a resource will be made of, and which one the rules are asked about next. Other packs
   * may have mended it since its secrets were shown; where a door shows none, as that of a state,
   * secrets look like any other value.
   */
  remember(args: ResourceValidationArgs): void {
    const stated = statedBy(args);
    const witnessed = this.#witnessed.get(args.urn);
    this.#witnessed.delete(args.urn);
    const inputs = witnessed ? withSecretsOf(stated.inputs, witnessed) : stated.inputs;
    const resource = { ...stated, inputs };
    this.#inputs.set(args.urn, resource);
    const stack = new StackView(new ResourceSet([resource, ...providersOf(args)]));
    this.#subject = { resource, stack };
    // No rule of the pack waits for anything, so that all of a request are through by then.
    setImmediate(() => (this.#subject = undefined));
  }

  /** Takes what a control said of a resource before it was made, if it would say it again. */
  keep(judgement: Judgement): void {
    const key = `${judgement.control.id} ${judgement.urn}`;
    if (judgement.undecided.length > 0) this.#kept.delete(key);
    else this.#kept.set(key, judgement);
  }

  exemptions(stack: StackView): Exemptions {
    const controls = this.#enforced.map(({ control }) => control);
    return (this.#exemptions ??= exemptionsOf(controls, stack, this.settings()));
  }

  /** All that the controls that run say of a stack, found once for all rules of a request. */
  judged(args: StackValidationArgs): Result {
    if (this.#result !== undefined) return this.#result;
    const stack = this.#stack(args);
    const settings = this.settings();
    const controls = this.#running();
    const judgements = controls.flatMap((control) =>
      judgeAll(control, stack, settings, undefined, (urn) =>
        this.#kept.get(`${control.id} ${urn}`),
      ),
    );
    const result = settle(controls, judgements, stack, settings);
    this.#result = result;
    setImmediate(() => (this.#result = undefined));
    const folder = this.#pack?.reports;
    if (folder !== undefined) {
      const running = new Set(controls.map(({ id }) => id));
      const conclusion = { result, stack, date: today(), undecidedBlocks: this.blocks, running };
      this.#options.writeReports?.(folder, conclusion);
    }
    return result;
  }

  /** The controls that the engine runs; all of them if it asks about no single resource. */
  #running(): readonly Control[] {
    const all = this.#enforced.map(({ control }) => control);
    return this.#inputs.size === 0 ? all : all.filter(({ id }) => this.isConfigured(id));
  }

  /** All resources: what the program states of them, and where it comes from. */
  #stack(args: StackValidationArgs): StackView {
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
    const stated = new Set(resources.map(({ urn }) => urn));
    // One of them stands beside most resources.
    const providers = new Map(
      args.resources.flatMap((resource) => {
        const { provider } = resource;
        return provider === undefined || stated.has(provider.urn) ? [] : [[provider.urn, resource]];
      }),
    );
    const others = [...providers.values()].flatMap(providersOf);
    return new StackView(new ResourceSet([...resources, ...others]));
  }
}

function today(): string {
  return new Date().toISOString().slice(0, "2026-11-22".length);
}
