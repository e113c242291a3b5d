import { useMutation } from "@tanstack/react-query";
import { useEffect, useId, useRef } from "react";

import { BRAND } from "../shared/brand.ts";
import { Logo } from "../shared/Logo.tsx";
import { signIn } from "./session.ts";

/** @param message Why to sign in again. */
export function SignIn({ message }: { readonly message: string | undefined }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const leave = useMutation({ mutationFn: signIn });
  useEffect(() => {
    button.current?.focus();
  }, []);
  return (
    <main className="sign-in">
      <title>{`Sign in · ${BRAND}`}</title>
      <section className="card" aria-labelledby={`${id}-heading`}>
        <Logo />
        <h1 id={`${id}-heading`}>Sign in</h1>
        <div aria-live="polite">
          {message !== undefined && !leave.isError && <p className="hint">{message}</p>}
        </div>
        <div role="alert">{leave.isError && <p className="problem">{leave.error.message}</p>}</div>
        <p className="quiet">Search, play and collect music.</p>
        <button
          ref={button}
          type="button"
          className="primary"
          disabled={leave.isPending}
          onClick={() => {
            leave.mutate();
          }}
        >
          {leave.isPending ? "One moment …" : "Sign in"}
        </button>
      </section>
    </main>
  );
}
