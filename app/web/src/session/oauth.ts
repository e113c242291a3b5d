import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type AuthorizationServer,
  calculatePKCECodeChallenge,
  type Client,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from "oauth4webapi";

import { type PageSettings, SIGNED_IN_PATH, SIGNED_OUT_PATH } from "../../../contract.ts";
import { nameOf } from "./name.ts";
import type { Session } from "./store.ts";

/** What a sign-in that is under way must still know when the login leads back. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path of the page on which it was begun. */
  readonly from: string;
}

/** Signs in at the managed login of a user pool, by authorization codes with PKCE. */
export class ManagedLogin {
  readonly #origin: string;
  readonly #server: AuthorizationServer;
  readonly #client: Client;
  readonly #login: string;

  /** @param origin Of the page. */
  constructor({ issuer, clientId, login }: PageSettings["signIn"], origin: string) {
    this.#origin = origin;
    this.#login = new URL(login, origin).href.replace(/\/$/, "");
    // Cognito's paths are the same for all pools, so nothing has to be discovered.
    this.#server = {
      issuer,
      authorization_endpoint: `${this.#login}/oauth2/authorize`,
      token_endpoint: `${this.#login}/oauth2/token`,
      revocation_endpoint: `${this.#login}/oauth2/revoke`,
    };
    this.#client = { client_id: clientId };
  }

  /** Where to sign in, and what to know on return. */
  async begin(from: string): Promise<{ readonly address: string; readonly pending: Pending }> {
    const verifier = generateRandomCodeVerifier();
    const pending = {
      state: generateRandomState(),
      nonce: generateRandomNonce(),
      verifier,
      from,
    };
    const address = this.#address("oauth2/authorize", {
      response_type: "code",
      client_id: this.#client.client_id,
      redirect_uri: this.#callback,
      scope: "openid profile",
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    return { address, pending };
  }

  /**
   * Gets the tokens for the code that the login has led back with.
   *
   * @throws where the answer is not that to the pending sign-in: its state, its nonce or its secret.
   */
  async complete(answer: URLSearchParams, pending: Pending, now = Date.now()): Promise<Session> {
    const parameters = validateAuthResponse(this.#server, this.#client, answer, pending.state);
    const response = await authorizationCodeGrantRequest(
      this.#server,
      this.#client,
      None(),
      parameters,
      this.#callback,
      pending.verifier,
      this.#options,
    );
    const tokens = await processAuthorizationCodeResponse(this.#server, this.#client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    const claims = getValidatedIdTokenClaims(tokens);
    if (claims === undefined) throw new Error("the login gave no identity token");
    return {
      user: claims.sub,
      name: nameOf(claims),
      ...partsOf(tokens, now),
      refresh: tokens.refresh_token,
    };
  }

  /** The same session with new tokens. @throws where the login gives none. */
  async refresh(session: Session, now = Date.now()): Promise<Session> {
    if (session.refresh === undefined) throw new Error("the session can't be renewed");
    const response = await refreshTokenGrantRequest(
      this.#server,
      this.#client,
      None(),
      session.refresh,
      this.#options,
    );
    const tokens = await processRefreshTokenResponse(this.#server, this.#client, response);
    // Whether the refresh token turns into another one is a setting of the pool.
    const refresh = tokens.refresh_token ?? session.refresh;
    return { ...session, ...partsOf(tokens, now), refresh };
  }

  /** Ends what could get new tokens, and gives the address that ends the login's own session. */
  async end(session: Session): Promise<string> {
    if (session.refresh !== undefined) {
      await revocationRequest(
        this.#server,
        this.#client,
        None(),
        session.refresh,
        this.#options,
        // Out of reach, the login forgets the token in its own time.
      ).catch(() => undefined);
    }
    return this.#address("logout", {
      client_id: this.#client.client_id,
      logout_uri: this.#origin + SIGNED_OUT_PATH,
    });
  }

  get #callback(): string {
    return this.#origin + SIGNED_IN_PATH;
  }

  /** Tokens go over plain HTTP on one's own machine alone. */
  get #options() {
    const own = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(this.#login).hostname);
    return { [allowInsecureRequests]: own, signal: () => AbortSignal.timeout(10_000) };
  }

  #address(path: string, parameters: Readonly<Record<string, string>>): string {
    return `${this.#login}/${path}?${new URLSearchParams(parameters).toString()}`;
  }
}

function partsOf(tokens: TokenEndpointResponse, now: number) {
  const seconds = tokens.expires_in ?? 0;
  return { token: tokens.access_token, expiresAt: now + seconds * 1000 };
}
