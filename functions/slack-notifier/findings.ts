import { z } from "zod";

import type { Format, Notice, Told } from "./notice.ts";

/** What every event of EventBridge has. */
const envelope = z.object({
  "detail-type": z.string(),
  source: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
type Envelope = z.output<typeof envelope>;

/** A part of a notice that an event's detail says; the rest all events have. */
type Reading = Omit<Notice, "tone">;
type Reader = (detail: unknown) => Reading | undefined;

/** A reader that answers nothing to what is not of its shape. */
function reader<T>(schema: z.ZodType<T>, read: (detail: T) => Reading): Reader {
  return (detail) => {
    const { data, success } = schema.safeParse(detail);
    return success ? read(data) : undefined;
  };
}

const guardDuty = reader(
  z.object({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    severity: z.number(),
    resource: z.object({ resourceType: z.string() }),
    service: z.object({ count: z.number().optional() }).optional(),
  }),
  ({ type, title, description, severity, resource, service }) => ({
    title: `GuardDuty: ${title}`,
    text: description,
    facts: [
      ["Severity", severity],
      ["Type", type],
      ["Resource", resource.resourceType],
      ["Times seen", service?.count],
    ],
  }),
);

const securityHub = reader(
  z.object({
    findings: z
      .array(
        z.object({
          Title: z.string(),
          Description: z.string(),
          ProductName: z.string().optional(),
          Severity: z.object({ Label: z.string() }),
          Resources: z.array(z.object({ Id: z.string() })).optional(),
          Compliance: z.object({ Status: z.string().optional() }).optional(),
        }),
      )
      .min(1),
  }),
  ({ findings: [finding, ...more] }) => ({
    title: `Security Hub: ${finding?.Title ?? ""}${more.length > 0 ? ` and ${more.length} more` : ""}`,
    text: finding?.Description ?? "",
    facts: [
      ["Severity", finding?.Severity.Label],
      ["Product", finding?.ProductName],
      ["Compliance", finding?.Compliance?.Status],
      ["Resource", finding?.Resources?.[0]?.Id],
    ],
  }),
);

const config = reader(
  z.object({
    configRuleName: z.string(),
    resourceType: z.string(),
    resourceId: z.string(),
    newEvaluationResult: z.object({
      complianceType: z.string(),
      annotation: z.string().optional(),
    }),
  }),
  ({ configRuleName, resourceType, resourceId, newEvaluationResult }) => ({
    title: `Config: ${newEvaluationResult.complianceType} by ${configRuleName}`,
    text: newEvaluationResult.annotation ?? "",
    facts: [
      ["Type", resourceType],
      ["Resource", resourceId],
    ],
  }),
);

const accessAnalyzer = reader(
  z.object({
    resource: z.string(),
    resourceType: z.string(),
    isPublic: z.boolean(),
    action: z.array(z.string()).optional(),
  }),
  ({ resource, resourceType, isPublic, action = [] }) => ({
    title: `Access Analyzer: ${isPublic ? "public" : "outside"} access to ${resourceType}`,
    text: "",
    facts: [
      ["Resource", resource],
      ["Actions", action.join(", ")],
    ],
  }),
);

const inspector = reader(
  z.object({
    title: z.string(),
    description: z.string(),
    severity: z.string(),
    type: z.string(),
    resources: z.array(z.object({ id: z.string() })).optional(),
  }),
  ({ title, description, severity, type, resources }) => ({
    title: `Inspector: ${title}`,
    text: description,
    facts: [
      ["Severity", severity],
      ["Type", type],
      ["Resource", resources?.[0]?.id],
    ],
  }),
);

const call = reader(
  z.object({
    eventName: z.string(),
    eventSource: z.string(),
    errorCode: z.string().optional(),
    sourceIPAddress: z.string().optional(),
    userIdentity: z.object({ type: z.string().optional(), arn: z.string().optional() }),
  }),
  ({ eventName, eventSource, errorCode, sourceIPAddress, userIdentity: { type, arn } }) => ({
    title: `${type === "Root" ? "Root user" : "Call"}: ${eventName}${errorCode ? " refused" : ""}`,
    text: "",
    facts: [
      ["Service", eventSource],
      ["By", arn],
      ["From", sourceIPAddress],
      ["Error", errorCode],
    ],
  }),
);

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["GuardDuty Finding", guardDuty],
  ["Security Hub Findings - Imported", securityHub],
  ["Config Rules Compliance Change", config],
  ["Access Analyzer Finding", accessAnalyzer],
  ["Inspector2 Finding", inspector],
  ["AWS API Call via CloudTrail", call],
  ["AWS Console Sign In via CloudTrail", call],
]);

/** An event of EventBridge; one that nothing here knows is shown as it is. */
export const eventNotice: Format = (value, { tone }: Told) => {
  const { data } = envelope.safeParse(value);
  if (data === undefined) return undefined;
  const { title, text, facts } = READERS.get(data["detail-type"])?.(data.detail) ?? asIs(data);
  const place = [
    ["Account", data.account],
    ["Region", data.region],
    ["At", data.time],
  ] as const;
  return { title, tone, text, facts: [...facts, ...place] };
};

function asIs({ source, detail, ...rest }: Envelope): Reading {
  return {
    title: `${rest["detail-type"]} (${source})`,
    text: JSON.stringify(detail, undefined, 1),
    facts: [],
  };
}
