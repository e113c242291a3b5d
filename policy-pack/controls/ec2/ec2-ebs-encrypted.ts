import { defineControl } from "../../engine/control.ts";
import { flagOf, textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, pass, some, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import {
  followsTemplate,
  LAUNCH_CONFIGURATION,
  LAUNCH_TEMPLATE,
  MACHINE_TYPES,
  SPOT_FLEET,
  specificationsIn,
} from "./machines.ts";

const VOLUME = "aws:ebs/volume:Volume";

export const ec2EbsEncrypted = defineControl({
  id: "ec2-ebs-encrypted",
  title: "EBS volumes are encrypted with a customer key",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.3", "EC2.181"],
    cis3: ["2.2.1"],
    cis7: [],
    nist: ["CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"],
  },
  cause: "Who gets hold of a snapshot of the disk can read it.",
  remedy: "Set encrypted to true and kmsKeyId to the environment's key, for the root volume too",
  types: [...MACHINE_TYPES, VOLUME],
  parameters: {
    customerKey: flagOf(true, "Whether the key must be one of the customer's."),
    rootDevices: textsOf(
      ["/dev/xvda", "/dev/sda1"],
      "Device names of root volumes, by which a launch template's mapping is known to be one.",
    ),
  },
  scope: "resource",
  check({ resource, parameters: { customerKey, rootDevices } }) {
    if (resource.type === VOLUME) {
      return judgeDisk({ resource, disk: resource, path: "", customerKey });
    }
    if (resource.type === SPOT_FLEET) {
      return each(specificationsIn(resource), (machine) =>
        judgeMember(resource, machine, customerKey),
      );
    }
    return resource.type === LAUNCH_TEMPLATE
      ? judgeTemplate(resource, customerKey, rootDevices)
      : judgeMachine(resource, customerKey);
  },
});

function judgeTemplate(
  resource: View,
  customerKey: boolean,
  rootDevices: readonly string[],
): Verdict[] {
  const mappings = resource.at("blockDeviceMappings");
  const disks = () =>
    each(mappings.items(), (mapping) => {
      const disk = mapping.at("ebs");
      return disk.present ? judgeDisk({ resource, disk, path: disk.path, customerKey }) : pass;
    });
  // A root volume that no mapping speaks of is as the image has it.
  const root = () => {
    const mapped = some(
      mappings.items(),
      (mapping) =>
        rootDevices.includes(mapping.at("deviceName").text ?? "") && mapping.at("ebs").present,
    );
    return expect(mapped, "No mapping encrypts the root volume", mappings);
  };
  return each([disks, root], (part) => part());
}

function judgeMachine(resource: View, customerKey: boolean): Verdict[] {
  const root = () => {
    const disk = resource.at("rootBlockDevice");
    if (disk.present) return judgeDisk({ resource, disk, path: disk.path, customerKey });
    return followsTemplate(resource) ? pass : fail("Nothing encrypts the root volume", disk);
  };
  const disks = () =>
    each(resource.at("ebsBlockDevices").items(), (disk) => {
      // A disk of the image that is left out.
      const absent = resource.type === LAUNCH_CONFIGURATION && disk.at("noDevice").flag === true;
      return absent ? pass : judgeDisk({ resource, disk, path: disk.path, customerKey });
    });
  return each([root, disks], (part) => part());
}

/** A machine that a fleet describes itself. */
function judgeMember(resource: View, machine: Reading, customerKey: boolean): Verdict[] {
  const root = machine.at("rootBlockDevices");
  // Nothing said is a root that is as the image has it.
  const disks = () => [root, ...machine.at("ebsBlockDevices").items()];
  return each(disks(), (disk) => judgeDisk({ resource, disk, path: disk.path, customerKey }));
}

/** Where a volume is described: the resource itself, or a place in it. */
interface Disk {
  readonly resource: View;
  readonly disk: Reading | View;
  readonly path: string;
  readonly customerKey: boolean;
}

function judgeDisk({ resource, disk, path, customerKey }: Disk): Verdict[] {
  const what = path === "" ? "The volume" : path;
  const keyPath = path === "" ? "kmsKeyId" : `${path}.kmsKeyId`;
  const encrypted = disk.at("encrypted");
  const isEncrypted = () => expect(encrypted.flag === true, `${what} is not encrypted`, encrypted);
  const hasKey = () => {
    // A launch configuration can't name a key: the account's default one counts there.
    const needed = customerKey && resource.type !== LAUNCH_CONFIGURATION;
    if (!needed || encrypted.flag !== true || hasCustomerKey(resource, keyPath)) return pass;
    return fail(`${what} is encrypted without a customer key`, keyPath);
  };
  return each([isEncrypted, hasKey], (part) => part());
}
