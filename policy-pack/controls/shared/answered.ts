import { each, pass, type Verdict } from "../../engine/verdict.ts";

/** Answers that could be had, and what stood in the way of the others. */
export interface Answered<T> {
  readonly answers: readonly T[];
  readonly open: readonly Verdict[];
}

/** Asks each question by itself, for controls that weigh what is known against what may be. */
export function answered<T>(questions: Iterable<() => T>): Answered<T> {
  const answers: T[] = [];
  const verdicts = each(questions, (question) => {
    answers.push(question());
    return pass;
  });
  return { answers, open: verdicts.filter(({ outcome }) => outcome === "undecided") };
}

/** Asks questions whose answers have parts that may be missing in turn. */
export function gathered<T>(questions: Iterable<() => Answered<T>>): Answered<T> {
  const { answers, open } = answered(questions);
  return {
    answers: answers.flatMap((part) => part.answers),
    open: [...open, ...answers.flatMap((part) => part.open)],
  };
}
