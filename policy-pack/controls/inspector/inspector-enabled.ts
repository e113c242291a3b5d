import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect, fail, notApplicable, some } from "../../engine/verdict.ts";
import { accountsOf } from "../shared/accountsOf.ts";

const ENABLER = "aws:inspector2/enabler:Enabler";

/** What Inspector scans, and the types whose presence asks for it. */
const SCANS: Readonly<Record<string, readonly string[]>> = {
  EC2: [
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  ],
  ECR: ["aws:ecr/repository:Repository"],
  LAMBDA: ["aws:lambda/function:Function"],
  LAMBDA_CODE: ["aws:lambda/function:Function"],
};

export const inspectorEnabled = defineControl({
  id: "inspector-enabled",
  title: "Inspector scans the hosts, images and functions that the stack has",
  severity: "high",
  frameworks: {
    fsbp: ["Inspector.1", "Inspector.2", "Inspector.3", "Inspector.4"],
    cis3: [],
    cis7: [],
    nist: ["RA-5", "SI-2"],
  },
  cause: "Known weaknesses in software that runs stay until somebody uses them.",
  remedy: "Add an Inspector Enabler for this account with the missing resource types",
  types: [STACK_TYPE],
  related: [ENABLER, ...new Set(Object.values(SCANS).flat())],
  scope: "stack",
  check({ stack, environment, ownAccounts }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const enablers = stack.ofType(ENABLER);
    if (enablers.length === 0) return fail("Inspector is not enabled");
    const used = Object.keys(SCANS).filter(
      (scan) => stack.ofType(...(SCANS[scan] ?? [])).length > 0,
    );
    const scans = (scan: string) =>
      some(
        enablers,
        (enabler) =>
          some(enabler.at("resourceTypes").items(), (type) => type.text === scan) &&
          some(enabler.at("accountIds").items(), (id) =>
            accountsOf(stack, enabler, ownAccounts).includes(id.text ?? ""),
          ),
      );
    return each(used, (scan) => expect(scans(scan), `Inspector does not scan ${scan}`));
  },
});
