import { each, pass, type Verdict, type Verdicts } from "../../engine/verdict.ts";

/**
 * For "one of them must": passes when one candidate complies, is undecided when one may, and else
 * says what is wrong with each. Whoever asks says himself what holds when there is none.
 */
export function anyComplies<T>(
  candidates: readonly T[],
  judge: (candidate: T) => Verdicts,
): Verdict[] {
  const judged = candidates.map((candidate) => each([candidate], judge));
  if (judged.some((verdicts) => verdicts.every(isGood))) return [pass];
  const open = judged.filter((verdicts) => !verdicts.some(isBad)).flat();
  return open.length > 0 ? open : judged.flat();
}

const isGood = ({ outcome }: Verdict) => outcome === "pass" || outcome === "notApplicable";
const isBad = ({ outcome }: Verdict) => outcome === "fail";
