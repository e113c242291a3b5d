import assert from "node:assert/strict";

import { waitsFor } from "../support/graph.ts";
import { mutant, replaceText, set, waitForNothing, without } from "./breaking.ts";
import {
  CERTIFICATE,
  groundOf,
  listOf,
  LOG_POLICY,
  logPoliciesFor,
  some,
  sources,
  textOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const RECORD = "aws:route53/record:Record";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const QUERY_LOG = "aws:route53/queryLog:QueryLog";

/** Traps of certificates that DNS proves. */
export const dnsTraps: readonly Trap[] = [
  {
    id: "T43",
    title: "a certificate is waited for only where this stack makes the proof",
    check: (graph) => {
      for (const validation of some(graph, VALIDATION)) {
        const records = sources(graph, validation, "validationRecordFqdns", RECORD);
        const certificates = groundOf(graph, validation, "certificateArn", CERTIFICATE);
        assert.equal(certificates.length, 1, `${validation.name} validates no certificate`);
        for (const { inputs } of certificates) {
          const alternatives = listOf(inputs["subjectAlternativeNames"]);
          const names = [textOf(inputs["domainName"]), ...alternatives];
          const proven = new Set(names.map((name) => name.replace(/^\*\./, "")));
          assert.equal(records.length, proven.size, `${validation.name} waits in vain`);
        }
      }
    },
    mutants: [
      mutant("a proof that nobody makes", VALIDATION, without("validationRecordFqdns")),
      set("a further name without proof", CERTIFICATE, {
        subjectAlternativeNames: ["unproven.example.com"],
      }),
    ],
  },
];

/** Traps of zones that log their queries. */
export const optionalDnsTraps: readonly Trap[] = [
  {
    id: "T26",
    title: "DNS queries are logged to us-east-1, where Route 53 may write first",
    check: (graph) => {
      for (const log of some(graph, QUERY_LOG)) {
        const arn = textOf(log.inputs["cloudwatchLogGroupArn"]);
        assert.match(arn, /^arn:aws:logs:us-east-1:\d{12}:log-group:\/aws\/route53\/[^:]+$/);
        const admitting = logPoliciesFor(graph, "route53.amazonaws.com").filter(
          ([policy, { Resource }]) =>
            Resource === `${arn}:*` && policy.inputs["region"] === "us-east-1",
        );
        assert.equal(admitting.length, 1, `${log.name} may not write`);
        assert.ok(
          admitting.every(([policy]) => waitsFor(graph, log, policy)),
          log.name,
        );
      }
    },
    mutants: [
      mutant("a group in another region", QUERY_LOG, replaceText("us-east-1", "eu-west-2")),
      set("a policy in another region", LOG_POLICY, { region: "eu-west-2" }),
      mutant("a log that doesn't wait", QUERY_LOG, waitForNothing),
    ],
  },
];
