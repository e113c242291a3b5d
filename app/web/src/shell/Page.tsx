import { type ReactNode, useEffect, useRef } from "react";

import { BRAND } from "../shared/brand.ts";

interface PageProps {
  readonly title: string;
  /** Beside the heading. */
  readonly actions?: ReactNode;
  /** Above the heading. */
  readonly picture?: ReactNode;
  /** Under the heading. */
  readonly subtitle?: ReactNode;
  readonly children: ReactNode;
}

let isFirst = true;

/** A page under its heading, which takes the focus when someone comes here from another page. */
export function Page({ title, actions, picture, subtitle, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isFirst) {
      isFirst = false;
      return;
    }
    window.scrollTo(0, 0);
    // Whoever types a search goes on typing.
    if (document.activeElement?.id !== "search") heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <title>{`${title} · ${BRAND}`}</title>
      <header className="page-header">
        {picture}
        <div className="page-heading">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {subtitle !== undefined && <div className="subtitle">{subtitle}</div>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}
