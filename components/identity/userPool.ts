import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, keepsData, nameOf } from "../shared/environment.ts";

/** A program that signs people in at the pool. */
export interface PoolClient {
  /**
   * `public`: runs at the reader's, and keeps no secret; its codes are bound to it by PKCE.
   * `confidential`: runs on a server, and proves itself by a secret.
   */
  readonly kind: "public" | "confidential";
  /** Addresses that the login leads back to, `https` all of them. */
  readonly callbackUrls: readonly string[];
  /** Addresses that a sign-out leads back to. @default none */
  readonly logoutUrls?: readonly string[] | undefined;
}

/** Who may have a user, and which programs sign them in; how is no choice. */
export interface UserPoolArgs<Client extends string> {
  /** Opens the name; where data must survive, the pool is protected and AWS refuses to delete it. */
  readonly environment: Environment;
  /** Last part of the pool's name and, before the account, of its login's address. */
  readonly identifier: string;
  /** Whether an administrator makes users, or everyone for themselves. */
  readonly signUp: "invited" | "open";
  /** `plus` also blocks what looks like an attack, and passwords that have leaked. */
  readonly tier: "essentials" | "plus";
  /** The pool's clients, by name. */
  readonly clients: Readonly<Record<Client, PoolClient>>;
}

/** What a client of the pool is known by. */
export interface PoolClientReference {
  /** Given by Cognito; public. */
  readonly clientId: pulumi.Output<string>;
  /** Of confidential clients; empty for a public one. */
  readonly clientSecret: pulumi.Output<string>;
}

/** Minutes for which access and identity tokens are good; nobody can take one back. */
const TOKEN_MINUTES = 15;
/** Days after which people sign in again. */
const REFRESH_DAYS = 7;
/** Days for which an invitation is good. */
const INVITATION_DAYS = 3;
/** Words that Cognito refuses in the address of a login (T81). */
const RESERVED = /aws|amazon|cognito/;
/** Longest first label of a login's address. */
const LONGEST_PREFIX = 63;

/**
 * A pool of users who sign in by name, password and a code of their authenticator app, at Cognito's
 * own pages (S-MUSIC-5). Clients use authorization codes alone and never see a password; refresh
 * tokens can be revoked. What is fixed for good when the pool is made, user names and attributes, is
 * no argument: a change would end all users (T80). Cost: none for 10,000 users a month in
 * `essentials`, then 0.015 USD each; 0.02 USD each in `plus`.
 *
 * @throws Error when the login's address can't be had, or a client has a callback without TLS.
 */
export class UserPool<Client extends string = string> extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:UserPool";
  /** Such as `us-east-1_AbCdEfGhI`; known only once the pool exists. */
  public readonly userPoolId: pulumi.Output<string>;
  /** Who issues its tokens: their `iss`. */
  public readonly issuer: pulumi.Output<string>;
  /** Address of its login, without a slash at the end; known before the pool exists. */
  public readonly login: string;
  /** The clients, by the names that they were given. */
  public readonly clients: Readonly<Record<Client, PoolClientReference>>;

  constructor(name: string, args: UserPoolArgs<Client>, opts?: pulumi.ComponentResourceOptions) {
    super(UserPool.token, name, {}, opts);
    const { environment } = args;
    const clients = Object.entries<PoolClient>(args.clients);
    for (const [client, { callbackUrls }] of clients) {
      const open = callbackUrls.find((url) => !url.startsWith("https://"));
      if (open !== undefined) {
        throw new Error(`callbackUrls of ${name}.${client} has ${open}; allowed: https addresses.`);
      }
    }
    this.login = loginOf(args);
    const keep = keepsData(environment);
    const pool = new aws.cognito.UserPool(
      name,
      {
        name: nameOf(environment, "user-pool", args.identifier),
        deletionProtection: keep ? "ACTIVE" : "INACTIVE",
        ...WHO_SIGNS_IN,
        userPoolTier: args.tier.toUpperCase(),
        // Essentials has none, and Cognito refuses the word.
        ...(args.tier === "plus" && { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } }),
        adminCreateUserConfig: { allowAdminCreateUserOnly: args.signUp === "invited" },
      },
      { parent: this, protect: keep, retainOnDelete: keep },
    );
    new aws.cognito.UserPoolDomain(
      name,
      { domain: loginPrefixOf(args), userPoolId: pool.id, managedLoginVersion: 2 },
      { parent: this, retainOnDelete: keep },
    );

    this.userPoolId = pool.id;
    this.issuer = pulumi.interpolate`https://cognito-idp.${environment.region}.amazonaws.com/${pool.id}`;
    this.clients = Object.fromEntries(
      clients.map(([client, settings]) => [
        client,
        this.#client(`${name}-${client}`, settings, pool, args),
      ]),
    ) as Record<Client, PoolClientReference>;
    this.registerOutputs({ userPoolId: this.userPoolId, issuer: this.issuer, login: this.login });
  }

  #client(
    name: string,
    { kind, callbackUrls, logoutUrls = [] }: PoolClient,
    pool: aws.cognito.UserPool,
    { environment }: UserPoolArgs<Client>,
  ): PoolClientReference {
    const client = new aws.cognito.UserPoolClient(
      name,
      {
        name,
        userPoolId: pool.id,
        generateSecret: kind === "confidential",
        supportedIdentityProviders: ["COGNITO"],
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["code"],
        allowedOauthScopes: ["openid", "profile"],
        callbackUrls: [...callbackUrls],
        logoutUrls: [...logoutUrls],
        // Passwords are for Cognito's own pages: no client may send one.
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        preventUserExistenceErrors: "ENABLED",
        enableTokenRevocation: true,
        accessTokenValidity: TOKEN_MINUTES,
        idTokenValidity: TOKEN_MINUTES,
        refreshTokenValidity: REFRESH_DAYS,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
      },
      { parent: this, retainOnDelete: keepsData(environment) },
    );
    // The pages are there only for clients that have a style.
    new aws.cognito.ManagedLoginBranding(
      name,
      { userPoolId: pool.id, clientId: client.id, useCognitoProvidedValues: true },
      { parent: this, retainOnDelete: keepsData(environment) },
    );
    return { clientId: client.id, clientSecret: client.clientSecret };
  }
}

/** What is fixed for good, and what no environment has otherwise. */
const WHO_SIGNS_IN = {
  usernameConfiguration: { caseSensitive: false },
  schemas: [
    {
      name: "email",
      attributeDataType: "String",
      required: true,
      mutable: true,
      // Cognito's own bounds: unsaid, they would differ at each preview.
      stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
    },
  ],
  autoVerifiedAttributes: ["email"],
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
  accountRecoverySetting: {
    recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
  },
  mfaConfiguration: "ON",
  softwareTokenMfaConfiguration: { enabled: true },
  passwordPolicy: {
    minimumLength: 14,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: INVITATION_DAYS,
  },
} satisfies Partial<aws.cognito.UserPoolArgs>;

/**
 * Address of a pool's login, known before it exists.
 *
 * @throws Error when Cognito would refuse it.
 */
export function loginOf(place: Pick<UserPoolArgs<string>, "environment" | "identifier">): string {
  const { region } = place.environment;
  return `https://${loginPrefixOf(place)}.auth.${region}.amazoncognito.com`;
}

/** All customers of a region share these names, so that the account is in it (T81). */
function loginPrefixOf({
  environment,
  identifier,
}: Pick<UserPoolArgs<string>, "environment" | "identifier">): string {
  const { project, name, accountId } = environment;
  const prefix = `${project}-${name}-${identifier}-${accountId}`;
  if (RESERVED.test(prefix) || prefix.length > LONGEST_PREFIX) {
    throw new Error(
      `The login of ${identifier} would be at "${prefix}"; allowed: up to ${LONGEST_PREFIX} ` +
        "characters without aws, amazon or cognito.",
    );
  }
  return prefix;
}
