import type { Settings } from "../../../policy-pack/engine/judge.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";

/** Forms of one configuration: AWS sees no difference, so a control must see none either. */
export interface Equivalence {
  readonly control: string;
  /** What all forms mean, in words. */
  readonly title: string;
  readonly outcome: "pass" | "fail";
  /** Two at least, each with what is special about it. */
  readonly forms: Readonly<Record<string, readonly PolicyResource[]>>;
  readonly settings?: Settings;
}
