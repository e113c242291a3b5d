import assert from "node:assert/strict";

import { ecrScanOnPush } from "../../../../policy-pack/controls/ecr/ecr-scan-on-push.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, PROVIDER, resource } from "../../support/resources.ts";

const NONE = "Pushed images are not scanned";
const LEFT_OUT = "The registry's enhanced scanning leaves the repository out";
const SCAN = "imageScanningConfiguration.scanOnPush";
const UNKNOWN = { $unknown: true } as const;

const repository = (inputs: Properties = {}) =>
  resource("aws:ecr/repository:Repository", "api", { name: "rampart-dev-ecr-api", ...inputs });

const registry = (scanType: Value, filter: Value, inputs: Properties = {}) =>
  resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "registry", {
    scanType,
    rules: [
      {
        scanFrequency: "CONTINUOUS_SCAN",
        repositoryFilters: [{ filter, filterType: "WILDCARD" }],
      },
    ],
    ...inputs,
  });

/** The verdict on a repository that says nothing itself, in a registry that does. */
function under(...[scanType, filter, inputs]: Parameters<typeof registry>) {
  const stack = [repository(), registry(scanType, filter, inputs)];
  return said(judged(ecrScanOnPush, stack, "api"));
}

describe("ecr-scan-on-push", () => {
  describe("by the repository", () => {
    itBehaves({
      control: ecrScanOnPush,
      compliant: [repository({ imageScanningConfiguration: { scanOnPush: true } })],
      subject: "api",
      fails: [
        { title: "it is off", path: SCAN, value: false, messages: [NONE] },
        { title: "it is off in text", path: SCAN, value: "false", messages: [NONE] },
        { title: "it is left out", path: SCAN, messages: [NONE] },
        {
          title: "nothing is said of scanning",
          path: "imageScanningConfiguration",
          messages: [NONE],
        },
      ],
      accepts: [
        { title: "text", path: SCAN, value: "true" },
        {
          title: "a list of one",
          path: "imageScanningConfiguration",
          value: [{ scanOnPush: true }],
        },
      ],
    });
  });

  describe("by the registry", () => {
    itBehaves({
      control: ecrScanOnPush,
      compliant: [
        repository({ region: "eu-west-1" }),
        registry("ENHANCED", "rampart-*", { region: "eu-west-1" }),
      ],
      subject: "api",
      fails: [
        {
          title: "its filters select other repositories",
          of: "registry",
          path: "rules[0].repositoryFilters[0].filter",
          value: "prod-*",
          messages: [LEFT_OUT],
        },
        {
          title: "its filter is empty",
          of: "registry",
          path: "rules[0].repositoryFilters[0].filter",
          value: "",
          messages: [LEFT_OUT],
        },
        {
          title: "its scans wait for somebody",
          of: "registry",
          path: "rules[0].scanFrequency",
          value: "MANUAL",
          messages: [LEFT_OUT],
        },
        { title: "it has no rules", of: "registry", path: "rules", messages: [LEFT_OUT] },
        {
          title: "it is another region's",
          of: "registry",
          path: "region",
          value: "us-east-1",
          messages: [NONE],
        },
      ],
      accepts: [
        {
          title: "a scan at each push",
          of: "registry",
          path: "rules[0].scanFrequency",
          value: "SCAN_ON_PUSH",
        },
        { title: "basic scanning by a rule", of: "registry", path: "scanType", value: "BASIC" },
      ],
    });
  });

  it("reads filters as ECR does", () => {
    for (const filter of ["*", "*api", "rampart*api", "dev-ecr", "rampart-dev-ecr-api"]) {
      assert.equal(under("ENHANCED", filter), "pass", filter);
    }
    for (const filter of ["*rampart", "api*", "rampart-*-web", "web"]) {
      assert.deepEqual(under("ENHANCED", filter), [LEFT_OUT], filter);
    }
  });

  it("knows that enhanced scanning puts an end to the repository's own setting", () => {
    const own = repository({ imageScanningConfiguration: { scanOnPush: true } });
    const beside = (scanType: Value) =>
      said(judged(ecrScanOnPush, [own, registry(scanType, "web")], "api"));
    assert.deepEqual(beside("ENHANCED"), [LEFT_OUT]);
    assert.equal(beside("BASIC"), "pass");
    assert.equal(beside(UNKNOWN), "undecided");
  });

  it("needs no name where a filter selects all, and is undecided where one matters", () => {
    const unnamed = changed([repository(), registry("ENHANCED", "*")], "api", "name");
    assert.equal(said(judged(ecrScanOnPush, unnamed, "api")), "pass");
    const some = changed([repository(), registry("ENHANCED", "api")], "api", "name");
    assert.equal(said(judged(ecrScanOnPush, some, "api")), "undecided");
  });

  it("is content with one rule that surely selects, whatever others say", () => {
    const rules = [
      { scanFrequency: UNKNOWN, repositoryFilters: UNKNOWN },
      { scanFrequency: "SCAN_ON_PUSH", repositoryFilters: { filter: "*" } },
    ];
    assert.equal(under("ENHANCED", "web", { rules }), "pass");
    assert.equal(under("ENHANCED", "web", { rules: [rules[0] ?? null] }), "undecided");
  });

  it("takes a region from the provider", () => {
    const other = { ...PROVIDER, urn: `${PROVIDER.urn}-2`, inputs: { region: "eu-west-1" } };
    const stack = [repository(), other, { ...registry("BASIC", "*"), provider: other.urn }];
    assert.deepEqual(said(judged(ecrScanOnPush, stack, "api")), [NONE]);
  });
});
