import type { ReactNode } from "react";

import { Icon } from "./Icon.tsx";

/** Rows in the place of those to come. */
export function Loading({ what, rows = 6 }: { readonly what: string; readonly rows?: number }) {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{`Loading ${what} …`}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="loading-row" aria-hidden="true" />
      ))}
    </div>
  );
}

interface FailureProps {
  /** What could not be loaded. */
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

export function Failure({ what, error, onRetry }: FailureProps) {
  return (
    <div className="state" role="alert">
      <Icon name="warning" size={32} />
      <p className="state-title">{`${what} could not be loaded`}</p>
      <p>{error.message}</p>
      <button type="button" className="secondary" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="state">
      <Icon name="note" size={32} />
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

interface MoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Asks for the next page of a list. */
export function More({ hasMore, isLoading, onMore }: MoreProps) {
  if (!hasMore) return null;
  return (
    <p className="more">
      <button type="button" className="secondary" onClick={onMore} disabled={isLoading}>
        {isLoading ? "Loading …" : "Show more"}
      </button>
    </p>
  );
}
