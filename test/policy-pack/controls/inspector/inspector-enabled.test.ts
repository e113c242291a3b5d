import assert from "node:assert/strict";

import { inspectorEnabled } from "../../../../policy-pack/controls/inspector/inspector-enabled.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const ALL = ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"];
const missing = (...scans: string[]) => scans.map((scan) => `Inspector does not scan ${scan}`);

const enabler = (more: Properties = {}, name = "enabler") =>
  resource("aws:inspector2/enabler:Enabler", name, {
    accountIds: [ACCOUNT],
    resourceTypes: ALL,
    ...more,
  });
const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {});
const instance = resource("aws:ec2/instance:Instance", "instance", {});
const repository = resource("aws:ecr/repository:Repository", "repository", {});
const lambda = resource("aws:lambda/function:Function", "function", {});
const used = [template, repository, lambda];
const ask = (...resources: ReturnType<typeof resource>[]) =>
  said(judged(inspectorEnabled, resources, "rampart-dev", settings));

describe("inspector-enabled", () => {
  itBehaves({
    control: inspectorEnabled,
    compliant: [enabler(), ...used],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "functions are left out",
        of: "enabler",
        path: "resourceTypes",
        value: ["EC2", "ECR"],
        messages: missing("LAMBDA", "LAMBDA_CODE"),
      },
      {
        title: "code of functions is left out",
        of: "enabler",
        path: "resourceTypes",
        value: ["EC2", "ECR", "LAMBDA"],
        messages: missing("LAMBDA_CODE"),
      },
      {
        title: "nothing is scanned",
        of: "enabler",
        path: "resourceTypes",
        messages: missing(...ALL),
      },
      {
        title: "another account is meant",
        of: "enabler",
        path: "accountIds",
        value: [FOREIGN],
        messages: missing(...ALL),
      },
    ],
    accepts: [
      {
        title: "other accounts beside the own",
        of: "enabler",
        path: "accountIds",
        value: [FOREIGN, ACCOUNT],
      },
      { title: "a lone id", of: "enabler", path: "accountIds", value: ACCOUNT },
    ],
  });

  it("asks only for what the stack has", () => {
    const images = enabler({ resourceTypes: ["ECR"] });
    assert.equal(ask(images, repository), "pass");
    assert.deepEqual(ask(images, repository, instance), missing("EC2"));
    assert.deepEqual(ask(images, lambda), missing("LAMBDA", "LAMBDA_CODE"));
    assert.equal(ask(images), "pass");
  });

  it("adds up what several enablers scan", () => {
    const code = enabler({ resourceTypes: ["LAMBDA", "LAMBDA_CODE"] }, "code");
    assert.equal(ask(enabler({ resourceTypes: ["EC2", "ECR"] }), code, ...used), "pass");
    const foreign = enabler({ accountIds: [FOREIGN] }, "foreign");
    assert.deepEqual(
      ask(foreign, enabler({ resourceTypes: ["EC2"] }), ...used),
      missing("ECR", "LAMBDA", "LAMBDA_CODE"),
    );
  });

  it("needs no more than one type that fits, whatever the others are", () => {
    const open = enabler({ resourceTypes: ["ECR", UNKNOWN] });
    assert.equal(ask(open, repository), "pass");
    assert.equal(ask(open, instance), "undecided");
  });

  it("takes the pack's accounts where the provider names none", () => {
    const lost = { ...enabler(), provider: "nowhere" };
    const asked = (more = {}) =>
      said(judged(inspectorEnabled, [lost, repository], "rampart-dev", { ...settings, ...more }));
    assert.equal(asked(), "undecided");
    assert.equal(asked({ ownAccounts: [ACCOUNT] }), "pass");
    assert.deepEqual(asked({ ownAccounts: [FOREIGN] }), missing("ECR"));
  });

  it("fails on the stack when it is not enabled at all", () => {
    assert.deepEqual(ask(...used), ["Inspector is not enabled"]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(inspectorEnabled, used, "rampart-dev")), "notApplicable");
  });
});
