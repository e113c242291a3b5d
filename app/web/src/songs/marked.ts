/**
 * An answer of the service, with a song's like changed wherever the song stands in it. What has no
 * such song is handed back as it is, so that nothing is drawn anew for it.
 */
export function marked<T>(answer: T, id: string, liked: boolean): T {
  if (Array.isArray(answer)) {
    const entries = answer.map((entry: unknown) => marked(entry, id, liked));
    // Of the same type: each entry is itself or a copy.
    return entries.some((entry, index) => entry !== answer[index]) ? (entries as T) : answer;
  }
  if (typeof answer !== "object" || answer === null) return answer;
  if ("liked" in answer && "id" in answer && answer.id === id) {
    return answer.liked === liked ? answer : { ...answer, liked };
  }
  const changes = Object.entries(answer).flatMap(([name, value]: [string, unknown]) => {
    const changed = marked(value, id, liked);
    return changed === value ? [] : [[name, changed] as const];
  });
  return changes.length === 0 ? answer : { ...answer, ...Object.fromEntries(changes) };
}
