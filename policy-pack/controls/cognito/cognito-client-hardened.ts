import { defineControl } from "../../engine/control.ts";
import { flagOf, numberOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { ADOPTED_CLIENT, CLIENT, isStated } from "./stated.ts";
import { lifeInMinutes, type Token } from "./tokenLife.ts";

export const cognitoClientHardened = defineControl({
  id: "cognito-client-hardened",
  title: "Clients of a user pool use the code flow, short tokens and HTTPS, and tell nothing",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-12", "IA-2", "SC-23"] },
  cause:
    "Tokens end up in addresses and logs, live long, or go to a listener; names can be probed.",
  remedy:
    "Allow the code flow alone, https callbacks, preventUserExistenceErrors ENABLED, token revocation and short token lives",
  types: [CLIENT, ADOPTED_CLIENT],
  parameters: {
    maximumMinutes: numberOf(60, "Longest life of access and id tokens, in minutes.", {
      minimum: 5,
    }),
    maximumRefreshDays: numberOf(30, "Longest life of refresh tokens, in days.", { minimum: 1 }),
    machineClients: flagOf(
      false,
      "Whether clients with a secret may use client_credentials alone: machines, not people.",
    ),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const { maximumMinutes, maximumRefreshDays, machineClients } = parameters;
    const lives = (token: Token, minutes: number, limit: string) =>
      expect(
        lifeInMinutes(resource, token) <= minutes,
        `${token} tokens are good for more than ${limit}`,
        `${token}TokenValidity`,
      );
    const parts = [
      () => (machineClients && isMachine(resource) ? [] : flows(resource)),
      () => callbacks(resource),
      () => {
        const errors = resource.at("preventUserExistenceErrors");
        return expect(errors.text === "ENABLED", "Errors tell which users exist", errors);
      },
      () => {
        const revocation = resource.at("enableTokenRevocation");
        // On where nothing is said.
        const holds = !isStated(resource, revocation) || revocation.flag === true;
        return expect(holds, "Tokens can't be revoked", revocation);
      },
      () => lives("access", maximumMinutes, `${maximumMinutes} minutes`),
      () => lives("id", maximumMinutes, `${maximumMinutes} minutes`),
      () => lives("refresh", maximumRefreshDays * 24 * 60, `${maximumRefreshDays} days`),
    ];
    return each(parts, (part) => part());
  },
});

function isMachine(client: View): boolean {
  const flow = client.at("allowedOauthFlows");
  return flow.texts().join() === "client_credentials" && client.at("generateSecret").flag === true;
}

function flows(client: View): Verdict[] {
  return eachOf(client, "allowedOauthFlows", (flow) =>
    expect(flow.text === "code", "A flow other than code is allowed", flow),
  );
}

/** Cognito wants defaultRedirectUri to be one of them. */
function callbacks(client: View): Verdict[] {
  return eachOf(client, "callbackUrls", (url) =>
    expect(isHttps(url), `${url.path} is no https address`, url),
  );
}

/** A client that says nothing has none. */
function eachOf(client: View, property: string, judge: (item: Reading) => Verdict): Verdict[] {
  const list = client.at(property);
  return isStated(client, list) ? each(list.items(), judge) : [];
}

function isHttps(url: Reading): boolean {
  return URL.parse(url.text ?? "")?.protocol === "https:";
}
