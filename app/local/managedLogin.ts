import express, { type RequestHandler } from "express";
import { z } from "zod";

import { SIGNED_IN_PATH, SIGNED_OUT_PATH } from "../contract.ts";
import { Problem } from "../http/problem.ts";
import { type Asked, type Granted, Grants } from "./grants.ts";
import { LOGIN_PAGE } from "./loginPage.ts";
import { CLIENT, type Issuer } from "./parts/issuer.ts";
import { userNamed } from "./signIn.ts";

/** Where it answers, on the page's own host. */
export const LOGIN_PATH = "/local";

const text = z.string().max(2000);
const client = z.object({ client_id: z.literal(CLIENT), redirect_uri: ownAddress(SIGNED_IN_PATH) });
const asked = z.object({
  response_type: z.literal("code"),
  scope: text.refine((scopes) => scopes.split(" ").includes("openid"), "must hold openid"),
  state: text.optional(),
  nonce: text.optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal("S256"),
});
const chosen = z.object({ username: text });
const grant = z.discriminatedUnion("grant_type", [
  z.object({
    grant_type: z.literal("authorization_code"),
    client_id: z.literal(CLIENT),
    code: text,
    redirect_uri: text,
    code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
  }),
  z.object({
    grant_type: z.literal("refresh_token"),
    client_id: z.literal(CLIENT),
    refresh_token: text,
  }),
]);
const left = z.object({ client_id: z.literal(CLIENT), logout_uri: ownAddress(SIGNED_OUT_PATH) });

/**
 * Stands in for the managed login of Amazon Cognito, at its paths: authorization codes with PKCE
 * (RFC 7636), refresh tokens, their revocation, and sign-out. It keeps no session of its own, so
 * whoever signs in again chooses again.
 */
export function managedLogin(issuer: Pick<Issuer, "tokens">): RequestHandler {
  const grants = new Grants();
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: "8kb" });
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.get("/oauth2/authorize", (request, response) => {
    const { refused } = askedIn(request.query);
    if (refused !== undefined) response.redirect(303, refused);
    else response.type("html").send(LOGIN_PAGE);
  });
  router.post("/oauth2/authorize", form, (request, response) => {
    const { refused, wish, answer } = askedIn(request.query);
    const user = userNamed(chosen.safeParse(request.body).data?.username ?? "");
    if (refused !== undefined) response.redirect(303, refused);
    else if (user === undefined) response.redirect(303, request.originalUrl);
    else response.redirect(303, answer({ code: grants.code(user, wish) }));
  });
  router.post("/oauth2/token", form, async (request, response) => {
    const { data } = grant.safeParse(request.body);
    const granted = data && grantedBy(grants, data);
    if (data === undefined || granted === undefined) {
      response.status(400).json({ error: data ? "invalid_grant" : "invalid_request" });
      return;
    }
    const tokens = await issuer.tokens(granted.user, granted.nonce);
    response.json({
      access_token: tokens.AccessToken,
      id_token: tokens.IdToken,
      token_type: tokens.TokenType,
      expires_in: tokens.ExpiresIn,
      // As at Cognito, a refresh token stays the same.
      ...(data.grant_type === "refresh_token"
        ? {}
        : { refresh_token: grants.refresher(granted.user) }),
    });
  });
  router.post("/oauth2/revoke", form, (request, response) => {
    const { data } = z.object({ token: text }).safeParse(request.body);
    if (data !== undefined) grants.revoke(data.token);
    response.status(200).end();
  });
  router.get("/logout", (request, response) => {
    const { data } = left.safeParse(request.query);
    if (data === undefined)
      throw new Problem(400, "The client or its sign-out address is unknown.");
    response.redirect(303, data.logout_uri);
  });
  return express.Router().use(LOGIN_PATH, router);
}

/** An address of this machine, on whatever port: the page may be served by its build tool. */
function ownAddress(path: string) {
  return z.url().refine((value) => {
    const { protocol, hostname, pathname, search, hash } = new URL(value);
    const isOwn = protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    return isOwn && pathname === path && search === "" && hash === "";
  });
}

type Wish =
  | { readonly refused: string; readonly wish?: undefined; readonly answer?: undefined }
  | {
      readonly refused?: undefined;
      readonly wish: Asked;
      /** Where the browser goes with those parameters. */
      readonly answer: (parameters: Readonly<Record<string, string>>) => string;
    };

/** @throws Problem where the answer would go to a stranger. */
function askedIn(query: unknown): Wish {
  const known = client.safeParse(query);
  if (!known.success) throw new Problem(400, "The client or its callback address is unknown.");
  const { redirect_uri: redirectUri } = known.data;
  const { data: { state } = {} } = z.object({ state: text.optional() }).safeParse(query);
  const answer = (parameters: Readonly<Record<string, string>>) => {
    const all = { ...parameters, ...(state === undefined ? {} : { state }) };
    return `${redirectUri}?${new URLSearchParams(all).toString()}`;
  };
  const { data } = asked.safeParse(query);
  if (data === undefined) return { refused: answer({ error: "invalid_request" }) };
  return { wish: { redirectUri, challenge: data.code_challenge, nonce: data.nonce }, answer };
}

function grantedBy(grants: Grants, shown: z.output<typeof grant>): Granted | undefined {
  if (shown.grant_type === "authorization_code") {
    const { code, redirect_uri: redirectUri, code_verifier: verifier } = shown;
    return grants.redeem(code, { redirectUri, verifier });
  }
  const user = grants.refresh(shown.refresh_token);
  return user && { user, nonce: undefined };
}
