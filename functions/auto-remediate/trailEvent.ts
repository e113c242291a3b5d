import { z } from "zod";

import { shaped } from "../shared/shape.ts";
import type { WatchedCall } from "./contract.ts";
import type { Finding, Home } from "./finding.ts";

/** What CloudTrail tells of every call. */
const call = z.object({
  eventName: z.string().min(1),
  errorCode: z.string().optional(),
  userIdentity: z.object({ arn: z.string().optional() }).optional(),
  requestParameters: z.unknown(),
  responseElements: z.unknown(),
  /** What the call was about, by owner; S3 names the bucket here. */
  resources: z
    .array(z.object({ accountId: z.string().optional(), type: z.string().optional() }))
    .optional(),
});
type Call = z.output<typeof call>;

const group = z.string().regex(/^sg-[0-9a-f]{8,17}$/);
const rule = z.string().regex(/^sgr-[0-9a-f]{8,17}$/);

/** The rules that a call made; EC2 lists them in its answer. */
const authorized = z.object({
  securityGroupRuleSet: z.object({
    items: z.array(z.object({ groupId: group, securityGroupRuleId: rule })).min(1),
  }),
});

const modifiedRule = z.object({ SecurityGroupRuleId: rule });

/** One rule is written alone, several are a list. */
const modified = z.object({
  ModifySecurityGroupRulesRequest: z.object({
    GroupId: group,
    SecurityGroupRule: z.union([modifiedRule, z.array(modifiedRule).min(1)]),
  }),
});

const onBucket = z.object({ bucketName: z.string().min(3) });

const ON = z.union([z.literal(true), z.literal("true")]);

/** A call that closes all there is to close; this function's own are of that kind. */
const closing = z.object({
  PublicAccessBlockConfiguration: z.object({
    BlockPublicAcls: ON,
    IgnorePublicAcls: ON,
    BlockPublicPolicy: ON,
    RestrictPublicBuckets: ON,
  }),
});

/** What each call that may open something means. */
const CALLS: Readonly<Record<WatchedCall, (call: Call) => Finding>> = {
  AuthorizeSecurityGroupIngress: authorizedRules,
  ModifySecurityGroupRules: modifiedRules,
  PutBucketPolicy: (made) => bucketOpened(made, false),
  PutBucketAcl: (made) => bucketOpened(made, false),
  DeleteBucketPublicAccessBlock: (made) => bucketOpened(made, true),
  PutBucketPublicAccessBlock: (made) => unlessClosing(made, () => bucketOpened(made, true)),
  DeleteAccountPublicAccessBlock: accountOpened,
  PutAccountPublicAccessBlock: (made) => unlessClosing(made, accountOpened),
};

/** What a call that CloudTrail tells of means. */
export function callFinding(
  detail: unknown,
  home: Home,
): {
  finding: Finding;
  what: string;
  actor: string | undefined;
} {
  const made = shaped("call", call, detail);
  const { eventName: what, userIdentity } = made;
  return { finding: findingOf(made, home), what, actor: userIdentity?.arn };
}

function findingOf(made: Call, home: Home): Finding {
  if (made.errorCode !== undefined) return { kind: "ignored", why: "the call was refused" };
  // CloudTrail tells the caller's account too.
  if (made.resources?.some(({ accountId = home.account }) => accountId !== home.account)) {
    return { kind: "ignored", why: "it is about a resource of another account" };
  }
  const { eventName } = made;
  return isWatched(eventName)
    ? CALLS[eventName](made)
    : { kind: "ignored", why: `${eventName} opens nothing` };
}

function isWatched(name: string): name is WatchedCall {
  return Object.hasOwn(CALLS, name);
}

function authorizedRules({ responseElements }: Call): Finding {
  const { items } = shaped("answer to the call", authorized, responseElements).securityGroupRuleSet;
  // A call is about one group, of which there is an item at least.
  const groupId = items[0]?.groupId ?? "";
  return {
    kind: "group-opened",
    groupId,
    ruleIds: items.map(({ securityGroupRuleId }) => securityGroupRuleId),
  };
}

function modifiedRules({ requestParameters }: Call): Finding {
  const { ModifySecurityGroupRulesRequest: request } = shaped(
    "call's request",
    modified,
    requestParameters,
  );
  const ruleIds = [request.SecurityGroupRule].flat().map((entry) => entry.SecurityGroupRuleId);
  return { kind: "group-opened", groupId: request.GroupId, ruleIds };
}

function bucketOpened({ requestParameters }: Call, blockChanged: boolean): Finding {
  const { bucketName: bucket } = shaped("call's request", onBucket, requestParameters);
  return { kind: "bucket-opened", bucket, blockChanged };
}

function accountOpened(): Finding {
  return { kind: "account-opened" };
}

function unlessClosing({ requestParameters }: Call, otherwise: () => Finding): Finding {
  return closing.safeParse(requestParameters).success
    ? { kind: "ignored", why: "the call closes all there is to close" }
    : otherwise();
}
