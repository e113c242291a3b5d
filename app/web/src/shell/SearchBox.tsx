import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";

import { debounced } from "../shared/debounce.ts";
import { Icon } from "../shared/Icon.tsx";

const PAUSE_MS = 200;
const PATH = "/search";

/** Searches as someone types; the address holds what was last searched for. */
export function SearchBox() {
  const [path, go] = useLocation();
  const [parameters] = useSearchParams();
  const asked = path === PATH ? (parameters.get("q") ?? "") : "";
  const [text, setText] = useState(asked);
  /** The last search of this box itself, whose text is not to be taken from under the typist. */
  const own = useRef(asked);

  useEffect(() => {
    if (asked !== own.current) setText(asked);
    own.current = asked;
  }, [asked]);

  const search = useMemo(() => {
    const now = (typed: string) => {
      const q = typed.trim();
      const isThere = window.location.pathname === PATH;
      if (q === own.current || (q === "" && !isThere)) return;
      own.current = q;
      go(`${PATH}?${new URLSearchParams({ q }).toString()}`, { replace: isThere });
    };
    return { now, soon: debounced(now, PAUSE_MS) };
  }, [go]);
  // What was typed before someone went elsewhere is not searched for.
  useEffect(() => search.soon.cancel, [search, path]);

  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search.now(text);
        }}
      >
        <label className="visually-hidden" htmlFor="search">
          Search songs and artists
        </label>
        <Icon name="search" />
        <input
          id="search"
          type="search"
          placeholder="Songs and artists"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            search.soon.ask(typed);
          }}
        />
      </form>
    </search>
  );
}
