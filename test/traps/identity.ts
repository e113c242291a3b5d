import assert from "node:assert/strict";

import { partitionOf } from "../../components/shared/regions.ts";
import { mutant, replaceText } from "./breaking.ts";
import { KEY, ROLE, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const ARN = /arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):/g;

/** Traps of names: ARNs and roles. */
export const identityTraps: readonly Trap[] = [
  {
    id: "T28",
    title: "every ARN is of the partition that the region is in",
    check: (graph) => {
      const arns = graph.resources.flatMap(({ inputs }) => [
        ...JSON.stringify(inputs).matchAll(ARN),
      ]);
      const regions = new Set(arns.map(([, , , region]) => region).filter((region) => region));
      assert.ok(regions.size > 0, "there is no ARN with a region");
      const partitions = new Set([...regions].map((region) => partitionOf(region ?? "")));
      assert.equal(partitions.size, 1, [...regions].join(", "));
      for (const [arn, partition = ""] of arns) {
        assert.ok(partitions.has(partition), `${arn} is of another partition`);
      }
    },
    mutants: [
      mutant(
        "an ARN written by hand",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        replaceText("arn:aws:iam::aws:", "arn:aws-cn:iam::aws:"),
      ),
      mutant("another partition's keys", KEY, replaceText("arn:aws:", "arn:aws-us-gov:")),
    ],
  },
  {
    id: "T98",
    title: "names and trusts of roles fit",
    check: (graph) => {
      for (const { name, inputs } of some(graph, ROLE)) {
        const roleName = textOf(inputs["name"]);
        assert.ok(roleName.length > 0 && roleName.length <= 64, `${name} is called ${roleName}`);
        const trust = textOf(inputs["assumeRolePolicy"]);
        if (trust === "") continue;
        assert.ok(trust.length <= 2_048, `the trust of ${name} has ${trust.length} characters`);
      }
    },
    mutants: [
      mutant("a long name", ROLE, ({ inputs }) => {
        inputs["name"] = textOf(inputs["name"]).padEnd(65, "x");
      }),
      mutant("a long trust", ROLE, ({ inputs }) => {
        inputs["assumeRolePolicy"] = textOf(inputs["assumeRolePolicy"]).padEnd(2_049);
      }),
    ],
  },
];
