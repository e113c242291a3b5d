import { SIGNED_IN_PATH } from "../../../contract.ts";
import { settings } from "../settings.ts";
import { ManagedLogin, type Pending } from "./oauth.ts";
import { Renewal } from "./renewal.ts";
import { type SessionStorage, SessionStore } from "./store.ts";

/** In memory alone: a browser may be told to keep nothing. */
const NOWHERE: SessionStorage = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
};

function storage(): SessionStorage {
  try {
    return window.sessionStorage;
  } catch {
    return NOWHERE;
  }
}

const PENDING = "sign-in";
const kept = storage();

/** The one of this page. */
export const session = new SessionStore(kept);
export const renewal = new Renewal(session, (ended) => login().refresh(ended));

function login(): ManagedLogin {
  return new ManagedLogin(settings().signIn, window.location.origin);
}

/** Leaves for the login, which leads back to this place. @throws Error with a sentence to show. */
export async function signIn(): Promise<void> {
  const { pathname, search } = window.location;
  const { address, pending } = await login().begin(pathname + search);
  kept.setItem(PENDING, JSON.stringify(pending));
  if (kept.getItem(PENDING) === null) {
    throw new Error("This browser keeps nothing for the page, which a sign-in needs.");
  }
  window.location.assign(address);
}

/** Takes what the login has led back with, where it has, and goes on where the sign-in was begun. */
export async function finishSignIn(): Promise<void> {
  const { pathname, search } = window.location;
  if (pathname !== SIGNED_IN_PATH) return;
  const pending = JSON.parse(kept.getItem(PENDING) ?? "null") as Pending | null;
  // A code works once, and so does what belongs to it.
  kept.removeItem(PENDING);
  try {
    if (pending !== null) {
      session.begin(await login().complete(new URLSearchParams(search), pending));
    }
  } catch (error) {
    console.info(error);
    session.end("The sign-in did not succeed. Please try again.");
  }
  // Alone, a path that begins with two slashes would name another host.
  window.history.replaceState(null, "", window.location.origin + (pending?.from ?? "/"));
}

/** Leaves the page signed out, and the login too. */
export async function signOut(): Promise<void> {
  const ended = session.current;
  session.end();
  if (ended !== undefined) window.location.assign(await login().end(ended));
}
