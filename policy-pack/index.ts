import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { PolicyPack, type PolicyPackArgs } from "@pulumi/policy";

import { controls } from "./controls/index.ts";
import { policiesOf } from "./engine/adapter.ts";
import { readExemptions } from "./engine/exemptions.ts";
import type { Value } from "./engine/resource.ts";
import { PACK } from "./judgeStack.ts";
import { writeReports } from "./previewReport.ts";
import { levelOf, profileOf } from "./profiles.ts";

// The engine names the stack to the process of a pack; the profile goes by it.
const profile = profileOf(process.env["PULUMI_NODEJS_STACK"] ?? "");
const exemptions = readFileSync(join(import.meta.dirname, "exemptions.json"), "utf8");

const enforced = controls.map((control) => ({
  control,
  level: levelOf(profile, control),
  parameters: profile.parameters[control.id],
}));

const { run, advertised } = policiesOf(enforced, {
  exemptions: readExemptions(JSON.parse(exemptions) as Value),
  writeReports: (folder, conclusion) => {
    try {
      writeReports(resolve(import.meta.dirname, folder), conclusion, enforced, profile);
    } catch (error) {
      // A verdict without its reports is better than no verdict.
      process.stderr.write(`The reports can't be written: ${String(error)}\n`);
    }
  },
});
const pack: PolicyPackArgs = { displayName: "Rampart", provider: "aws", policies: run };
new PolicyPack(PACK.name, pack);
// The server has taken what it runs; this is what the engine is told, and may configure.
pack.policies = advertised;
