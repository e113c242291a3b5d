import { readFileSync } from "node:fs";
import { join } from "node:path";

import { PolicyPack } from "@pulumi/policy";

import { controls } from "./controls/index.ts";
import { policiesOf } from "./engine/adapter.ts";
import { readExemptions } from "./engine/exemptions.ts";
import type { Value } from "./engine/resource.ts";
import { levelOf, profileOf } from "./profiles.ts";

// The engine names the stack to the process of a pack; the profile goes by it.
const profile = profileOf(process.env["PULUMI_NODEJS_STACK"] ?? "");
const exemptions = readFileSync(join(import.meta.dirname, "exemptions.json"), "utf8");

new PolicyPack("rampart", {
  displayName: "Rampart",
  provider: "aws",
  policies: policiesOf(
    controls.map((control) => ({
      control,
      level: levelOf(profile, control),
      parameters: profile.parameters[control.id],
    })),
    { exemptions: readExemptions(JSON.parse(exemptions) as Value) },
  ),
});
