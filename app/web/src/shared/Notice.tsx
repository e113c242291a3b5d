import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

interface Told {
  readonly text: string;
  /** Tells the same sentence said twice apart. */
  readonly at: number;
}

const SHOWN_MS = 5000;
const Notices = createContext<(text: string) => void>(() => undefined);

/** Says what came of an action, to the eye and to a screen reader. */
export function useNotice(): (text: string) => void {
  return useContext(Notices);
}

export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [told, setTold] = useState<Told>();
  const tell = useCallback((text: string) => {
    setTold({ text, at: Date.now() });
  }, []);
  useEffect(() => {
    if (told === undefined) return;
    const timer = setTimeout(() => {
      setTold(undefined);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [told]);
  return (
    <Notices value={tell}>
      {children}
      <div className="notice" role="status">
        {told !== undefined && <p key={told.at}>{told.text}</p>}
      </div>
    </Notices>
  );
}
