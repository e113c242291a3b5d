import assert from "node:assert/strict";

import { ec2EbsEncrypted } from "../../../../policy-pack/controls/ec2/ec2-ebs-encrypted.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked } from "../../support/networks.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1";
const key = linked("aws:kms/key:Key", "key", {});
const encrypted = { encrypted: true, kmsKeyId: KEY };
const ask = (resource: PolicyResource, parameters = {}) =>
  said(
    judged(ec2EbsEncrypted, [key, resource], resource.name, {
      parameters: { "ec2-ebs-encrypted": parameters },
    }),
  );
const plain = (what: string) => [`${what} is not encrypted`];
const keyless = (what: string) => [`${what} is encrypted without a customer key`];

describe("ec2-ebs-encrypted", () => {
  describe("of a fleet that describes its machines", () => {
    const at = "launchSpecifications[0]";
    itBehaves({
      control: ec2EbsEncrypted,
      compliant: [
        linked("spotFleetRequest:SpotFleetRequest", "fleet", {
          launchSpecifications: [{ rootBlockDevices: [encrypted], ebsBlockDevices: [encrypted] }],
        }),
      ],
      subject: "fleet",
      fails: [
        {
          title: "nothing is said of the root",
          path: `${at}.rootBlockDevices`,
          messages: plain(`${at}.rootBlockDevices`),
        },
        {
          title: "a disk is not encrypted",
          path: `${at}.ebsBlockDevices`,
          value: [{ ...encrypted, encrypted: "false" }],
          messages: plain(`${at}.ebsBlockDevices[0]`),
        },
        {
          title: "a disk has no key",
          path: `${at}.ebsBlockDevices[0].kmsKeyId`,
          messages: keyless(`${at}.ebsBlockDevices[0]`),
        },
      ],
      accepts: [
        { title: "no disk but the root", path: `${at}.ebsBlockDevices` },
        { title: "a lone root", path: `${at}.rootBlockDevices`, value: encrypted },
        { title: "templates, which have a verdict of their own", path: "launchSpecifications" },
      ],
    });
  });

  describe("of a volume", () => {
    const what = "The volume";
    itBehaves({
      control: ec2EbsEncrypted,
      compliant: [linked("aws:ebs/volume:Volume", "volume", encrypted)],
      subject: "volume",
      fails: [
        { title: "it is not encrypted", path: "encrypted", value: false, messages: plain(what) },
        { title: "it does not say", path: "encrypted", messages: plain(what) },
        { title: "it has no key", path: "kmsKeyId", messages: keyless(what) },
        {
          title: "it has AWS's key",
          path: "kmsKeyId",
          value: "alias/aws/ebs",
          messages: keyless(what),
        },
      ],
      accepts: [
        { title: "a yes in text", path: "encrypted", value: "true" },
        { title: "another key", path: "kmsKeyId", value: "alias/main" },
      ],
    });

    it("knows a key by its origin, and may do without", () => {
      const unknown = { encrypted: true };
      assert.equal(
        ask(linked("aws:ebs/volume:Volume", "volume", unknown, { kmsKeyId: key })),
        "pass",
      );
      const bare = linked("aws:ebs/volume:Volume", "volume", unknown);
      assert.deepEqual(ask(bare), keyless(what));
      assert.equal(ask(bare, { customerKey: false }), "pass");
      assert.deepEqual(
        ask(linked("aws:ebs/volume:Volume", "volume", {}), { customerKey: false }),
        plain(what),
      );
    });
  });

  for (const type of ["instance:Instance", "spotInstanceRequest:SpotInstanceRequest"]) {
    describe(`of ${type}`, () => {
      itBehaves({
        control: ec2EbsEncrypted,
        compliant: [
          linked(type, "machine", {
            rootBlockDevice: encrypted,
            ebsBlockDevices: [{ deviceName: "/dev/sdf", ...encrypted }],
          }),
        ],
        subject: "machine",
        fails: [
          {
            title: "the root is not encrypted",
            path: "rootBlockDevice.encrypted",
            value: false,
            messages: plain("rootBlockDevice"),
          },
          {
            title: "the root has no key",
            path: "rootBlockDevice.kmsKeyId",
            messages: keyless("rootBlockDevice"),
          },
          {
            title: "nothing is said of the root",
            path: "rootBlockDevice",
            messages: ["Nothing encrypts the root volume"],
          },
          {
            title: "a disk is not encrypted",
            path: "ebsBlockDevices[0].encrypted",
            value: "false",
            messages: plain("ebsBlockDevices[0]"),
          },
          {
            title: "a disk has no key",
            path: "ebsBlockDevices[0].kmsKeyId",
            messages: keyless("ebsBlockDevices[0]"),
          },
          {
            title: "the second disk is not encrypted, and the first is unknown",
            path: "ebsBlockDevices",
            value: [UNKNOWN, { deviceName: "/dev/sdg" }],
            messages: plain("ebsBlockDevices[1]"),
          },
        ],
        accepts: [
          { title: "no disk but the root", path: "ebsBlockDevices" },
          { title: "the root as a list of one", path: "rootBlockDevice", value: [encrypted] },
          {
            title: "disks of the host, which nobody keeps",
            path: "ephemeralBlockDevices",
            value: [{ deviceName: "/dev/sdb" }],
          },
        ],
      });
    });
  }

  it("leaves the root to a template of the stack", () => {
    const template = linked("launchTemplate:LaunchTemplate", "template", {});
    const machine = linked("instance:Instance", "machine", {}, { launchTemplate: template });
    assert.equal(said(judged(ec2EbsEncrypted, [template, machine], "machine")), "pass");
    assert.equal(
      ask(linked("instance:Instance", "machine", { launchTemplate: { id: "lt-1" } })),
      "undecided",
    );
  });

  describe("of a launch template", () => {
    const root = { deviceName: "/dev/xvda", ebs: encrypted };
    const ebs = "blockDeviceMappings[0].ebs";
    itBehaves({
      control: ec2EbsEncrypted,
      compliant: [
        linked("launchTemplate:LaunchTemplate", "template", { blockDeviceMappings: [root] }),
      ],
      subject: "template",
      fails: [
        {
          title: "the root is not encrypted",
          path: `${ebs}.encrypted`,
          value: "false",
          messages: plain(ebs),
        },
        { title: "the root has no key", path: `${ebs}.kmsKeyId`, messages: keyless(ebs) },
        {
          title: "it maps nothing",
          path: "blockDeviceMappings",
          messages: ["No mapping encrypts the root volume"],
        },
        {
          title: "it maps a disk that is no root",
          path: "blockDeviceMappings[0].deviceName",
          value: "/dev/sdf",
          messages: ["No mapping encrypts the root volume"],
        },
        {
          title: "its mapping of the root has no disk",
          path: "blockDeviceMappings[0].ebs",
          messages: ["No mapping encrypts the root volume"],
        },
        {
          title: "one disk of two is not encrypted",
          path: "blockDeviceMappings",
          value: [root, { deviceName: "/dev/sdf", ebs: { volumeSize: 10 } }],
          messages: plain("blockDeviceMappings[1].ebs"),
        },
      ],
      accepts: [
        { title: "a yes in text", path: `${ebs}.encrypted`, value: "true" },
        { title: "a lone mapping", path: "blockDeviceMappings", value: root },
        {
          title: "a disk of the host, and one that is left out",
          path: "blockDeviceMappings",
          value: [
            root,
            { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
            { deviceName: "/dev/sdc", noDevice: "" },
          ],
        },
      ],
    });

    it("knows roots by the names that are set", () => {
      const template = linked("launchTemplate:LaunchTemplate", "template", {
        blockDeviceMappings: [{ deviceName: "xvda", ebs: encrypted }],
      });
      assert.deepEqual(ask(template), ["No mapping encrypts the root volume"]);
      assert.equal(ask(template, { rootDevices: ["xvda"] }), "pass");
    });
  });

  describe("of a launch configuration", () => {
    const disks: Properties[] = [
      { deviceName: "/dev/sdf", encrypted: true },
      { deviceName: "/dev/sdg", noDevice: true },
    ];
    itBehaves({
      control: ec2EbsEncrypted,
      compliant: [
        linked("launchConfiguration:LaunchConfiguration", "machine", {
          rootBlockDevice: { encrypted: true },
          ebsBlockDevices: disks,
        }),
      ],
      subject: "machine",
      fails: [
        {
          title: "the root is not encrypted",
          path: "rootBlockDevice.encrypted",
          messages: plain("rootBlockDevice"),
        },
        {
          title: "nothing is said of the root",
          path: "rootBlockDevice",
          messages: ["Nothing encrypts the root volume"],
        },
        {
          title: "a disk is not encrypted",
          path: "ebsBlockDevices[0].encrypted",
          messages: plain("ebsBlockDevices[0]"),
        },
        {
          title: "a disk is not left out",
          path: "ebsBlockDevices[1].noDevice",
          value: false,
          messages: plain("ebsBlockDevices[1]"),
        },
      ],
      accepts: [{ title: "no disk but the root", path: "ebsBlockDevices" }],
    });
  });
});
