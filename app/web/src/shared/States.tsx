import type { ReactNode } from "react";

import { MOST } from "../api/pages.ts";
import { Icon } from "./Icon.tsx";
import { restText } from "./words.ts";

interface LoadingProps {
  readonly what: string;
  /** @default 6 */
  readonly rows?: number | undefined;
}

/** Rows in the place of those to come. */
export function Loading({ what, rows = 6 }: LoadingProps) {
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

/** What a query that brings a list or a page of one tells of itself. */
interface Asked {
  readonly isPending: boolean;
  /** Of an attempt that was the last. */
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

interface ListedProps extends LoadingProps {
  readonly query: Asked;
  /** What it brings, as words within a sentence. */
  readonly what: string;
  /** @default false */
  readonly isEmpty?: boolean;
  /** What to show then. */
  readonly empty?: ReactNode;
  /** The list. */
  readonly children: ReactNode;
}

/** A list, or what stands in its place: while it is on its way, when it failed, where it is empty. */
export function Listed({ query, what, rows, isEmpty = false, empty, children }: ListedProps) {
  if (query.isPending) return <Loading what={what} rows={rows} />;
  if (query.error !== null) {
    const subject = what.charAt(0).toUpperCase() + what.slice(1);
    return <Failure what={subject} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return isEmpty ? empty : children;
}

interface MorePagesProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** Length of the whole list, where its pages begin at offsets. @default all of it can be shown */
  readonly total?: number;
}

/** Asks for the next page of a list, or says that there is no way to the rest. */
export function MorePages({ query, total = 0 }: MorePagesProps) {
  if (query.hasNextPage) {
    return (
      <p className="more">
        <button
          type="button"
          className="secondary"
          onClick={() => void query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {query.isFetchingNextPage ? "Loading …" : "Show more"}
        </button>
      </p>
    );
  }
  return total > MOST ? <p className="more quiet">{restText(MOST, total)}</p> : null;
}
