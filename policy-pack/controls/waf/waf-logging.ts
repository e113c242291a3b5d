import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, fail, some, undecided } from "../../engine/verdict.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { naming } from "./named.ts";
import { WEB_ACL } from "./rules.ts";

const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

export const wafLogging = defineControl({
  id: "waf-logging",
  title: "Web ACLs log, and leave out headers with credentials",
  severity: "low",
  frameworks: {
    fsbp: [],
    securityHub: ["WAF.11"],
    cis3: [],
    cis7: [],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "Nobody sees what was blocked, or whoever reads the log can act as the users in it.",
  remedy: "Add a WebAclLoggingConfiguration that redacts the headers authorization and cookie",
  types: [WEB_ACL],
  related: [LOGGING],
  parameters: {
    redactedHeaders: textsOf(["authorization", "cookie"], "Headers that no log may show."),
  },
  scope: "stack",
  check({ resource, stack, parameters, ownAccounts }) {
    const logs = naming({ stack, ownAccounts }, resource, LOGGING, "resourceArn");
    if (logs.length === 0) return fail("The web ACL does not log");
    const verdicts = each(logs, (log) => [
      ...each([log.at("logDestinationConfigs")], (targets) =>
        expect(targets.items().length > 0, "The web ACL logs to nowhere"),
      ),
      ...each([log.at("loggingFilter")], (filter) =>
        expect(keepsBlocked(filter), "The log leaves out requests that were blocked", filter),
      ),
      ...each(parameters.redactedHeaders, (header) => {
        const hidden = [() => isRedacted(log, header), () => isProtected(resource, header)];
        return expect(
          some(hidden, (ask) => ask()),
          `The log shows the header ${header}`,
        );
      }),
    ]);
    // A web ACL has one log: of several resources the last one wins.
    return [...verdicts, ...each(stack.unplaced(resource, LOGGING, "resourceArn"), undecided)];
  },
});

/** Whether a filter keeps blocked requests at all; without one the log has every request. */
function keepsBlocked(filter: Reading): boolean {
  const filters = filter.at("filters").items();
  const does = (entry: Reading, behavior: string) => entry.at("behavior").text === behavior;
  const dropsThem = some(filters, (entry) => does(entry, "DROP") && namesBlock(entry));
  if (dropsThem) return false;
  return (
    filter.at("defaultBehavior").text !== "DROP" ||
    some(filters, (entry) => does(entry, "KEEP") && namesBlock(entry))
  );
}

function namesBlock(entry: Reading): boolean {
  return some(
    entry.at("conditions").items(),
    (condition) => condition.at("actionCondition.action").text === "BLOCK",
  );
}

function isRedacted(log: View, header: string): boolean {
  return some(
    log.at("redactedFields").items(),
    (field) => field.at("singleHeader.name").text?.toLowerCase() === header.toLowerCase(),
  );
}

/** The ACL itself may replace a header in all that it tells, logs too. */
function isProtected(acl: View, header: string): boolean {
  return some(acl.at("dataProtectionConfig.dataProtections").items(), (protection) => {
    const field = protection.at("field");
    return (
      field.at("fieldType").text === "SINGLE_HEADER" &&
      field
        .at("fieldKeys")
        .texts()
        .some((key) => key.toLowerCase() === header.toLowerCase())
    );
  });
}
