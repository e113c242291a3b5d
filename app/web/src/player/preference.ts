import { useCallback, useState } from "react";

/** A choice of this browser's user that outlives the visit. */
export function usePreference<T>(
  key: string,
  usual: T,
  isValid: (value: unknown) => value is T,
): [T, (value: T) => void] {
  const [value, setValue] = useState(() => {
    const kept = read(key);
    return isValid(kept) ? kept : usual;
  });
  const choose = useCallback(
    (chosen: T) => {
      setValue(chosen);
      try {
        localStorage.setItem(key, JSON.stringify(chosen));
      } catch {
        // A browser that keeps nothing forgets the choice; no more is lost.
      }
    },
    [key],
  );
  return [value, choose];
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as unknown;
  } catch {
    return null;
  }
}
