import { defineControl } from "../../engine/control.ts";
import {
  allowsPublic,
  eachStatement,
  statementOf,
  statementsOf,
  titleOf,
} from "../../engine/policyDocument.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, some, undecided, type Verdict } from "../../engine/verdict.ts";
import { allowsRoot, deniesPlainMount, deniesRoot } from "./clientAccess.ts";

const POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy";

export const efsPolicyTlsNoAnonymous = defineControl({
  id: "efs-policy-tls-no-anonymous",
  title: "File systems are mounted with TLS, by known clients, and not as root",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6", "SC-8(1)"] },
  cause: "Without a policy whoever reaches a mount target reads and writes all files as root.",
  remedy:
    "Add a policy that denies mounts without TLS and allows named roles ClientMount and ClientWrite",
  types: ["aws:efs/fileSystem:FileSystem"],
  related: [POLICY],
  scope: "stack",
  check({ resource, stack }) {
    const policies = stack.related(resource, POLICY, "fileSystemId");
    if (policies.length === 0) return fail("The file system has no policy");
    return [
      ...policies.flatMap((policy) => judged(policy.at("policy"))),
      // A file system has one policy: of several resources the last one wins.
      ...each(stack.unplaced(resource, POLICY, "fileSystemId"), undecided),
    ];
  },
});

function judged(document: Reading): Verdict[] {
  const statements = () => statementsOf(document);
  const tls = () =>
    expect(
      some(statements(), (reading) => deniesPlainMount(statementOf(reading))),
      "The policy does not deny mounts without TLS",
    );
  const known = () =>
    eachStatement(document, (statement) =>
      expect(!allowsPublic(statement), `${titleOf(statement)} admits clients that nobody knows`),
    );
  const root = () => {
    if (some(statements(), (reading) => deniesRoot(statementOf(reading)))) return [];
    return eachStatement(document, (statement) =>
      expect(!allowsRoot(statement), `${titleOf(statement)} lets clients act as root`),
    );
  };
  return each([tls, known, root], (part) => part());
}
