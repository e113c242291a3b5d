import type * as pulumi from "@pulumi/pulumi";

import { SIGNED_IN_PATH, SIGNED_OUT_PATH } from "../../app/contract.ts";
import { CALLBACK_PATH } from "../../components/edge/signIn.ts";
import { UserPool } from "../../components/identity/userPool.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { MusicSettings, PlatformSettings } from "../../config/settings.ts";
import { MUSIC } from "./names.ts";

/**
 * The pool's clients: the page, and a server that signs people in for others, as a balancer does. No
 * server does yet, and the API takes no token that one has got.
 */
export type MusicClient = "page" | "server";

/** Who may sign in, and where the logins lead back to. */
export interface MusicUsersArgs {
  /** Where it is. */
  readonly environment: Environment;
  /** The stack file's `music` block. */
  readonly settings: Pick<MusicSettings, "host" | "users">;
  /** Its host may ask for a sign-in at the balancer. */
  readonly platform: PlatformSettings;
}

/** Who listens (S-MUSIC-5): a pool with a second factor for all, and its two clients. */
export function musicUsers(args: MusicUsersArgs, parent: pulumi.Resource): UserPool<MusicClient> {
  const { environment, settings, platform } = args;
  const page = `https://${settings.host}`;
  return new UserPool(
    "music-users",
    {
      environment,
      identifier: MUSIC,
      ...settings.users,
      clients: {
        page: {
          kind: "public",
          callbackUrls: [page + SIGNED_IN_PATH],
          logoutUrls: [page + SIGNED_OUT_PATH],
        },
        server: {
          kind: "confidential",
          callbackUrls: [`https://${platform.edge.host}${CALLBACK_PATH}`],
        },
      },
    },
    { parent },
  );
}

/** What the API asks of a token; only Cognito knows it, so that it comes by a secret. */
export function poolFacts({ userPoolId, clients }: UserPool<MusicClient>) {
  return { userPoolId, clientIds: clients.page.clientId };
}
