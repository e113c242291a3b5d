import { z } from "zod";

import { text, whole } from "./primitives.ts";

/** By a public name, as a balancer asks for it: no address, no other port, nothing behind the path. */
const issuer = text(
  /^https:\/\/([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(:443)?(\/[\w.~%/-]*)?$/,
  "an https address on port 443 with a domain name and no query, such as https://login.example.com/",
);

/** The same with the path that Elastic Load Balancing asks for; some issuers have none. */
const endpoint = (example: string) =>
  text(
    /^https:\/\/([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(:443)?\/[\w.~%/-]*$/,
    `an https address on port 443 with a domain name, a path and no query, such as ${example}`,
  );

/** Who signs people in at a load balancer, by OpenID Connect. */
export const signInSchema = z.strictObject({
  issuer: issuer.meta({
    description: "What the provider calls itself, to the letter: `issuer` of its configuration.",
  }),
  authorizationEndpoint: endpoint("https://login.example.com/authorize").meta({
    description: "Where a browser is sent to.",
  }),
  tokenEndpoint: endpoint("https://login.example.com/token").meta({
    description: "Where the balancer gets tokens, by IPv4.",
  }),
  userInfoEndpoint: endpoint("https://login.example.com/userinfo").meta({
    description: "Where the balancer asks who it was, by IPv4.",
  }),
  clientId: text(/^[!-~]{1,255}$/, "an id of 1–255 characters without spaces").meta({
    description: "What the provider calls the balancer.",
  }),
  sessionSeconds: whole(1, 604_800, "seconds").default(28_800).meta({
    description:
      "Until people sign in again; whoever is shut out at the provider may pass until then. Default 28800, a working day.",
  }),
  scope: text(
    /^(?=(.* )?openid( |$))[!#-[\]-~]+( [!#-[\]-~]+)*$/,
    "scopes parted by spaces with openid among them, such as openid email",
  )
    .default("openid")
    .meta({ description: "What the balancer learns of people. Default openid." }),
});
