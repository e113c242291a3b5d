import assert from "node:assert/strict";

import { ebsEncryptionByDefault } from "../../../../policy-pack/controls/ec2/ebs-encryption-by-default.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked, vpc } from "../../support/networks.ts";
import { changed, PROVIDER, resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const setting = linked("aws:ebs/encryptionByDefault:EncryptionByDefault", "setting", {
  enabled: true,
});
const off = (region = "us-east-1") =>
  `The account does not encrypt new volumes in ${region} by default`;
const ask = (resources: readonly PolicyResource[]) =>
  said(judged(ebsEncryptionByDefault, resources, "rampart-dev", settings));

describe("ebs-encryption-by-default", () => {
  itBehaves({
    control: ebsEncryptionByDefault,
    compliant: [vpc, setting],
    subject: "rampart-dev",
    settings,
    fails: [
      { title: "it is off", of: "setting", path: "enabled", value: false, messages: [off()] },
      {
        title: "it is off, in text",
        of: "setting",
        path: "enabled",
        value: "false",
        messages: [off()],
      },
      {
        title: "it is neither on nor off",
        of: "setting",
        path: "enabled",
        value: "maybe",
        messages: [off()],
      },
      {
        title: "it is in another region, which then needs none",
        of: "setting",
        path: "region",
        value: "eu-west-2",
        messages: [off()],
      },
      {
        title: "a resource is in a second region",
        of: "vpc",
        path: "region",
        value: "eu-west-2",
        messages: [off("eu-west-2")],
      },
    ],
    accepts: [
      { title: "the provider's default, which is on", of: "setting", path: "enabled" },
      { title: "a yes in text", of: "setting", path: "enabled", value: "true" },
      { title: "the region in words", of: "setting", path: "region", value: "us-east-1" },
    ],
  });

  it("fails when there is none, once for each region", () => {
    assert.deepEqual(ask([vpc]), [off()]);
    const second = changed(
      [{ ...vpc, urn: `${vpc.urn}2`, name: "second" }],
      "second",
      "region",
      "eu-west-2",
    );
    assert.deepEqual(ask([vpc, ...second]), [off(), off("eu-west-2")]);
    const own = changed(
      [{ ...setting, urn: `${setting.urn}2`, name: "own" }],
      "own",
      "region",
      "eu-west-2",
    );
    assert.equal(ask([vpc, ...second, setting, ...own]), "pass");
  });

  it("asks nothing of other providers, and nothing where the stack has nothing", () => {
    assert.equal(ask([resource("random:index/randomId:RandomId", "id", {})]), "pass");
  });

  it("takes the region from the provider of each resource", () => {
    const provider = {
      ...PROVIDER,
      urn: `${PROVIDER.urn}-eu`,
      name: "eu",
      inputs: { region: "eu-west-2" },
    };
    assert.deepEqual(ask([provider, setting, { ...vpc, provider: provider.urn }]), [
      off("eu-west-2"),
    ]);
    const unknown = { ...provider, inputs: { region: UNKNOWN } };
    assert.equal(ask([unknown, setting, { ...vpc, provider: provider.urn }]), "undecided");
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(ebsEncryptionByDefault, [vpc], "rampart-dev")), "notApplicable");
  });
});
