import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault in one part of the page from taking all of it away. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="state" role="alert">
        <h1>Something went wrong on this page</h1>
        <p>It is not your fault, and nothing that you had kept is lost.</p>
        <button
          type="button"
          className="secondary"
          onClick={() => {
            this.setState({ hasFailed: false });
          }}
        >
          Try again
        </button>
      </div>
    );
  }
}
