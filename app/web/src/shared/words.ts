/** 83000 → `1:23` */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** `1 song`, `3 songs` */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}

/** Where a list ends that is longer than what can be shown of it. */
export function restText(shown: number, total: number): string {
  return `Only the first ${shown.toLocaleString("en")} of ${total.toLocaleString("en")} can be shown.`;
}

/** What a search has found, as it is read out. */
export function foundText(songs: number, artists: number): string {
  if (songs === 0 && artists === 0) return "Nothing found";
  return `${counted(songs, "song")} and ${counted(artists, "artist")} found`;
}

const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** `734 MB`: by thousands, as shops and networks count. */
export function bytes(count: number): string {
  if (count < 1000) return counted(count, "byte");
  let [value, unit] = [count / 1000, 0];
  // What would round to a thousand is one of the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit] ?? ""}`;
}

/** A day as the reader writes it. */
export function day(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
}
