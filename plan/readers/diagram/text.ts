/** A list in lines of about a width, in characters. */
export function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  words.forEach((word, index) => {
    const text = index === words.length - 1 ? word : `${word},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length + 1 > width) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  });
  return lines;
}

/** A name without project, environment and kind, which the diagram says anyway. */
export function shortName(name: string): string {
  const withoutPlace = name.replace(/-\d{12}-[a-z]{2}(-[a-z]+)+-\d$/, "");
  return /^[a-z0-9]+-[a-z0-9]+-[a-z0-9]+-(.+)$/.exec(withoutPlace)?.[1] ?? withoutPlace;
}
