import type { Settings } from "../../../policy-pack/engine/judge.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";

/** A way to write something dangerous so that a careless rule overlooks it. */
export interface Evasion {
  /** The trick that it belongs to, such as "halves of the internet". */
  readonly family: string;
  readonly title: string;
  readonly control: string;
  /** Must fail. */
  readonly evil: readonly PolicyResource[];
  /** Looks alike and is harmless: must pass. */
  readonly benign: readonly PolicyResource[];
  readonly settings?: Settings;
}
