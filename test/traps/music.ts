import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import type { Value } from "../../plan/graph/value.ts";
import { at, ofType, policyOf } from "../support/graph.ts";
import { mutant, replaceIn, set, without } from "./breaking.ts";
import {
  aboutBucket,
  BUCKET_POLICY,
  ENCRYPTION,
  entriesOf,
  listOf,
  some,
  sources,
  textOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUCKET = "aws:s3/bucket:Bucket";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const FUNCTION = "aws:cloudfront/function:Function";
const POOL = "aws:cognito/userPool:UserPool";
const STYLE = "aws:cognito/managedLoginBranding:ManagedLoginBranding";

/** Reads a bucket, by a control of how its requests are signed. */
const readsBucket = ({ inputs }: Resource): boolean =>
  entriesOf(inputs["origins"]).some((origin) => "originAccessControlId" in origin);

const holdsPage = ({ inputs }: Resource): boolean =>
  at(inputs, "tags", "bucket-role") === "frontend";

const isConfidential = ({ inputs }: Resource): boolean => inputs["generateSecret"] === true;
const isBilling = ({ inputs }: Resource): boolean => inputs["namespace"] === "AWS/Billing";

/** What is fixed for good when a pool is made. */
export const FIXED: Readonly<Record<string, Value>> = {
  usernameConfiguration: { caseSensitive: false },
  schemas: [
    {
      name: "email",
      attributeDataType: "String",
      required: true,
      mutable: true,
      stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
    },
  ],
};

/** Traps of a page, its users and what they cost. */
export const musicTraps: readonly Trap[] = [
  {
    id: "T25",
    title: "alarms on bills are by currency alone, in us-east-1",
    check: (graph) => {
      for (const alarm of some(graph, ALARM, isBilling)) {
        const region = textOf(alarm.inputs["region"] ?? "us-east-1");
        const provider = graph.resources.find(({ urn }) => urn === alarm.provider);
        assert.equal(region, "us-east-1", alarm.name);
        assert.equal(provider?.inputs["region"], "us-east-1", alarm.name);
        assert.deepEqual(alarm.inputs["dimensions"], { Currency: "USD" }, alarm.name);
      }
    },
    mutants: [
      set("a bill of another region", ALARM, { region: "eu-west-2" }, isBilling),
      set("a bill of one service", ALARM, { dimensions: { ServiceName: "AmazonEC2" } }, isBilling),
    ],
  },
  {
    id: "T32",
    title: "a page's bucket is encrypted by S3's own key, which CloudFront needs no leave for",
    check: (graph) => {
      for (const bucket of some(graph, BUCKET, holdsPage)) {
        const [encryption] = aboutBucket(graph, ENCRYPTION, textOf(bucket.inputs["bucket"]));
        const [rule] = entriesOf(encryption?.inputs["rules"]);
        assert.equal(
          at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm"),
          "AES256",
          bucket.name,
        );
      }
    },
    mutants: [
      mutant("a customer's key", ENCRYPTION, ({ inputs }) => {
        inputs["rules"] = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }];
      }),
    ],
  },
  {
    id: "T33",
    title: "paths of a page are rewritten before its bucket is asked, and no refusal is hidden",
    check: (graph) => {
      for (const distribution of some(graph, DISTRIBUTION, readsBucket)) {
        assert.ok(!("customErrorResponses" in distribution.inputs), distribution.name);
        const [first, ...more] = entriesOf(
          at(distribution.inputs, "defaultCacheBehavior", "functionAssociations"),
        );
        assert.ok(first && more.length === 0, `${distribution.name} runs no function, or several`);
        assert.equal(first["eventType"], "viewer-request");
        const rewrites = sources(graph, distribution, "defaultCacheBehavior", FUNCTION);
        assert.equal(rewrites.length, 1, distribution.name);
        for (const { inputs } of rewrites) assert.match(textOf(inputs["code"]), /\/index\.html/);
        // The API's answers stay what they are.
        for (const behaviour of entriesOf(distribution.inputs["orderedCacheBehaviors"])) {
          assert.ok(!("functionAssociations" in behaviour), distribution.name);
        }
      }
    },
    mutants: [
      set(
        "an error page for all",
        DISTRIBUTION,
        { customErrorResponses: [{ errorCode: 403, responsePagePath: "/index.html" }] },
        readsBucket,
      ),
      mutant(
        "no function",
        DISTRIBUTION,
        ({ inputs }) => {
          inputs["defaultCacheBehavior"] = {};
        },
        readsBucket,
      ),
      set("another function", FUNCTION, { code: "function handler(e) { return e.request; }" }),
    ],
  },
  {
    id: "T40",
    title: "clients with a secret lead back to a balancer's own path, in lower case and over TLS",
    check: (graph) => {
      for (const { inputs, name } of some(graph, CLIENT, isConfidential)) {
        const urls = listOf(inputs["callbackUrls"]);
        assert.ok(urls.length > 0, name);
        for (const url of urls) assert.match(url, /^https:\/\/[a-z0-9.-]+\/oauth2\/idpresponse$/);
      }
    },
    mutants: [
      set(
        "a name in capitals",
        CLIENT,
        { callbackUrls: ["https://API.example.com/oauth2/idpresponse"] },
        isConfidential,
      ),
    ],
  },
  {
    id: "T80",
    title: "what a pool can't change is as it was, and no destroy takes users along",
    check: (graph) => {
      for (const pool of some(graph, POOL)) {
        for (const [property, value] of Object.entries(FIXED)) {
          assert.deepEqual(pool.inputs[property], value, property);
        }
        for (const property of ["aliasAttributes", "usernameAttributes"]) {
          assert.ok(!(property in pool.inputs), property);
        }
        const keeps = pool.inputs["deletionProtection"] === "ACTIVE";
        assert.equal(pool.protect, keeps, pool.name);
        const kept = graph.resources.some(
          ({ type, protect }) => type === "aws:rds/instance:Instance" && protect,
        );
        assert.equal(keeps, kept, `${pool.name} is kept otherwise than the database`);
      }
    },
    mutants: [
      set("names that tell capitals apart", POOL, {
        usernameConfiguration: { caseSensitive: true },
      }),
      set("e-mail addresses as names", POOL, { usernameAttributes: ["email"] }),
      mutant("bounds left out", POOL, without("schemas")),
      mutant("a pool kept otherwise", POOL, (pool) => {
        pool.protect = !pool.protect;
      }),
    ],
  },
  {
    id: "T81",
    title: "a login's address has no word that Cognito refuses, and its account",
    check: (graph) => {
      for (const { inputs } of some(graph, DOMAIN)) {
        const domain = textOf(inputs["domain"]);
        assert.match(domain, /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
        assert.doesNotMatch(domain, /aws|amazon|cognito/);
        assert.match(domain, /-\d{12}$/);
      }
    },
    mutants: [
      set("a word of AWS", DOMAIN, { domain: "music-aws-111122223333" }),
      set("a name that anyone may have", DOMAIN, { domain: "music" }),
    ],
  },
  {
    id: "login-styles",
    title: "each client has a style, without which the newer login pages are not there",
    check: (graph) => {
      const styled = ofType(graph, STYLE).flatMap((style) =>
        sources(graph, style, "clientId", CLIENT),
      );
      for (const client of some(graph, CLIENT)) assert.ok(styled.includes(client), client.name);
      for (const { inputs } of some(graph, DOMAIN)) assert.equal(inputs["managedLoginVersion"], 2);
    },
    mutants: [mutant("a style of nobody", STYLE, without("clientId"))],
  },
  {
    id: "page-readers",
    title: "one distribution reads a page's bucket, by its exact ARN",
    check: (graph) => {
      for (const bucket of some(graph, BUCKET, holdsPage)) {
        const [policy] = aboutBucket(graph, BUCKET_POLICY, textOf(bucket.inputs["bucket"]));
        assert.ok(policy, bucket.name);
        const grants = policyOf(policy).Statement.filter(({ Effect }) => Effect === "Allow");
        assert.equal(grants.length, 1, bucket.name);
        for (const { Principal, Action, Condition } of grants) {
          assert.deepEqual(Principal, { Service: "cloudfront.amazonaws.com" });
          assert.equal(Action, "s3:GetObject");
          assert.match(
            JSON.stringify(Condition),
            /^\{"StringEquals":\{"aws:SourceArn":"arn:aws:cloudfront::\d{12}:distribution\/E[A-Z0-9]+"\}\}$/,
          );
        }
      }
    },
    mutants: [
      mutant(
        "any distribution of the account",
        BUCKET_POLICY,
        replaceIn("policy", /distribution\/E[A-Z0-9]+/g, "distribution/*"),
      ),
    ],
  },
];
