/** A list with one of its entries at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const rest = list.toSpliced(from, 1);
  const entry = list.slice(from, from + 1);
  return rest.toSpliced(to, 0, ...entry);
}
