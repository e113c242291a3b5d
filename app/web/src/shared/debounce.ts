/** An act that waits until nobody has asked for it again for a while; the last one's words count. */
export interface Debounced<T> {
  readonly ask: (value: T) => void;
  readonly cancel: () => void;
}

export function debounced<T>(act: (value: T) => void, milliseconds: number): Debounced<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    clearTimeout(timer);
  };
  return {
    ask(value) {
      cancel();
      timer = setTimeout(act, milliseconds, value);
    },
    cancel,
  };
}
