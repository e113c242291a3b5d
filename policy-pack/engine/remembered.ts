/** So many answers are kept: of a large stack most of what is asked again and again. */
const MOST = 5000;

/** Answers a question about a text once, as long as the text comes up now and then. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known.answer;
    const answer = ask(text);
    if (answers.size >= MOST) answers.clear();
    answers.set(text, { answer });
    return answer;
  };
}
