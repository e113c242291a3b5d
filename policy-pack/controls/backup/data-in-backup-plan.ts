import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import {
  each,
  every,
  expect,
  fail,
  notApplicable,
  pass,
  some,
  type Verdicts,
} from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { isReplica } from "../shared/databases.ts";
import { selects } from "./selection.ts";
import { DATA_TYPES, FILE_SYSTEM, targetOf } from "./target.ts";

const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const VAULT = "aws:backup/vault:Vault";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
/** A file system's own switch, which puts it into a plan that AWS keeps. */
const SWITCH = "aws:efs/backupPolicy:BackupPolicy";

export const dataInBackupPlan = defineControl({
  id: "data-in-backup-plan",
  title: "All data is in a backup plan, and its vault has a key and a lock",
  severity: "medium",
  frameworks: {
    fsbp: ["EFS.2", "EFS.7"],
    cis3: [],
    cis7: [],
    nist: ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12"],
  },
  cause: "What is deleted or encrypted by an intruder, with its own backups, is lost.",
  remedy: "Select the resource in a backup plan whose vault has the environment's key and a lock",
  types: [...DATA_TYPES, PLAN, VAULT],
  related: [SELECTION, LOCK, SWITCH, VAULT],
  parameters: {
    unlockedEnvironments: textsOf(
      ["dev", "staging"],
      "Environments whose vaults need no lock, by name.",
    ),
  },
  scope: "stack",
  check({ resource, stack, parameters, environment, ownAccounts }) {
    if (resource.type === PLAN) return judgePlan(resource, stack);
    if (resource.type === VAULT) {
      const unlocked = parameters.unlockedEnvironments.includes(environment.name);
      return judgeVault(resource, unlocked ? undefined : stack);
    }
    const selected = () => {
      const target = targetOf(resource, stack, ownAccounts);
      return some(stack.ofType(SELECTION), (selection) => selects(selection, target));
    };
    if (some([() => isSwitchedOn(resource, stack), selected], (way) => way())) return pass;
    if (isReplica(resource)) return notApplicable;
    return fail("No backup plan of the stack takes it in");
  },
});

function isSwitchedOn(resource: View, stack: StackView): boolean {
  if (resource.type !== FILE_SYSTEM) return false;
  const switches = stack.related(resource, SWITCH, "fileSystemId");
  const areOn = every(switches, (found) => found.at("backupPolicy.status").text === "ENABLED");
  // Of several the last one wins, and one of an unknown file system may be this one's.
  if (areOn) stack.unplaced(resource, SWITCH, "fileSystemId").forEach((one) => one.value);
  return switches.length > 0 && areOn;
}

/** A plan that stores elsewhere than in a vault of the stack stores where nobody looked. */
function judgePlan(plan: View, stack: StackView): Verdicts {
  const rules = plan.at("rules").items();
  if (rules.length === 0) return fail("The plan has no rule", "rules");
  return each(rules, (rule) => {
    const name = rule.at("targetVaultName");
    const isOwn =
      (name.kind === "unknown" && plan.comesFrom("rules", VAULT)) ||
      (name.text !== undefined &&
        some(stack.ofType(VAULT), (vault) => vault.at("name").text === name.text));
    return expect(isOwn, `${rule.path} stores in a vault that is not of this stack`, name);
  });
}

/** @param stack Where the lock must be; none if the vault needs no lock. */
function judgeVault(vault: View, stack: StackView | undefined): Verdicts {
  const key = () => {
    const message = "kmsKeyArn names no customer key";
    return expect(hasCustomerKey(vault, "kmsKeyArn"), message, "kmsKeyArn");
  };
  const lock = () => {
    const locked = stack === undefined || stack.related(vault, LOCK, "backupVaultName").length > 0;
    return expect(locked, "The vault has no lock");
  };
  return each([key, lock], (part) => part());
}
