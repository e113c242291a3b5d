import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Who signs people in for a load balancer, by OpenID Connect; the balancer reaches it by IPv4. */
export interface SignIn {
  /** What the provider calls itself, as its tokens have it to the letter. */
  readonly issuer: string;
  /** Where a browser is sent to. */
  readonly authorizationEndpoint: string;
  /** Where the balancer gets tokens. */
  readonly tokenEndpoint: string;
  /** Where the balancer asks who it was. */
  readonly userInfoEndpoint: string;
  /** What the provider calls the balancer; it leads back to {@link CALLBACK_PATH} alone. */
  readonly clientId: string;
  /** Its password there; kept as a secret, whatever it comes as. */
  readonly clientSecret: pulumi.Input<string>;
  /** Seconds until people sign in again, 1–604800; AWS's own default are seven days. */
  readonly sessionSeconds: number;
  /** What the balancer may learn, parted by spaces; `openid` among it. */
  readonly scope: string;
}

/**
 * Where a provider sends people back to, at the host that they came by, in lower case (T40).
 * Source: Elastic Load Balancing guide, "Authenticate users using an Application Load Balancer".
 */
export const CALLBACK_PATH = "/oauth2/idpresponse";

/** Source: Elastic Load Balancing API, `AuthenticateOidcActionConfig`: seven days. */
const LONGEST_SESSION_SECONDS = 604_800;

/**
 * Refuses what Elastic Load Balancing refuses.
 *
 * @throws Error when an address is not https, the session not 1–604800 seconds, or the scope without
 *   `openid`.
 */
export function checkSignIn(name: string, signIn: SignIn): void {
  const addresses = [
    "issuer",
    "authorizationEndpoint",
    "tokenEndpoint",
    "userInfoEndpoint",
  ] as const;
  for (const key of addresses) {
    if (!signIn[key].startsWith("https://")) {
      throw new Error(`${key} of ${name} is ${signIn[key]}; allowed: an address with https://.`);
    }
  }
  const { sessionSeconds, scope } = signIn;
  if (sessionSeconds < 1 || sessionSeconds > LONGEST_SESSION_SECONDS) {
    throw new Error(
      `sessionSeconds of ${name} is ${sessionSeconds}; allowed: 1–${LONGEST_SESSION_SECONDS}.`,
    );
  }
  if (!scope.split(" ").includes("openid")) {
    throw new Error(`scope of ${name} is ${scope}; allowed: scopes with openid among them.`);
  }
}

/** Sends whoever has no session to the provider; all others pass on to the next action. */
export function signInAction({
  sessionSeconds,
  clientSecret,
  ...provider
}: SignIn): aws.types.input.lb.ListenerRuleAction {
  return {
    type: "authenticate-oidc",
    order: 1,
    authenticateOidc: {
      ...provider,
      clientSecret: pulumi.secret(clientSecret),
      sessionTimeout: sessionSeconds,
      onUnauthenticatedRequest: "authenticate",
    },
  };
}
