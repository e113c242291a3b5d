/**
 * Whether a pattern with `*` and `?` covers a whole text, in time proportional to the product of
 * their lengths at worst: no hostile pattern makes it hang.
 */
export function covers(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < text.length) {
    const sign = pattern[at];
    if (sign === "*") {
      star = at++;
      resume = index;
    } else if (sign === "?" || (sign !== undefined && sign === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether a policy's action pattern covers an action; case does not count. */
export function matchesAction(pattern: string, action: string): boolean {
  const first = pattern[0];
  // Most are of other services.
  if (first !== "*" && first !== "?" && first?.toLowerCase() !== action[0]?.toLowerCase()) {
    return false;
  }
  return covers(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether some action is covered by both patterns: `s3:Get*` and `s3:*Object` meet. */
export function overlap(one: string, other: string): boolean {
  if (!hasWildcard(one)) return covers(other, one);
  if (!hasWildcard(other)) return covers(one, other);
  // Places in `other` that the read part of `one` can have come to.
  let places = spread(new Set([0]), other);
  for (const sign of one) {
    const next = new Set<number>();
    for (const place of places) {
      if (sign === "*") {
        for (let later = place; later <= other.length; later++) next.add(later);
        continue;
      }
      const facing = other[place];
      if (facing === "*") next.add(place);
      else if (facing === sign || facing === "?" || (sign === "?" && facing !== undefined)) {
        next.add(place + 1);
      }
    }
    places = spread(next, other);
  }
  return places.has(other.length);
}

/** Whether all that the inner pattern covers is covered by the outer one. Never wrongly yes. */
export function contains(outer: string, inner: string): boolean {
  if (!hasWildcard(inner)) return covers(outer, inner);
  // Places in `outer` that the read part of `inner` can have come to.
  let places = spread(new Set([0]), outer);
  for (const sign of inner) {
    const next = new Set<number>();
    for (const place of places) {
      const facing = outer[place];
      if (facing === "*") next.add(place);
      else if (sign !== "*" && (facing === "?" || facing === sign)) next.add(place + 1);
    }
    places = spread(next, outer);
  }
  return places.has(outer.length);
}

/** A `*` may also stand for nothing. */
function spread(places: ReadonlySet<number>, pattern: string): Set<number> {
  const found = new Set(places);
  for (const place of places) {
    for (let next = place; pattern[next] === "*"; next++) found.add(next + 1);
  }
  return found;
}
