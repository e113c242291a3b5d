import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import {
  Certificate,
  type CertificateArgs,
  proofOf,
  provenNames,
  recordsOf,
} from "../../../components/edge/certificate.ts";
import { HostedZone, type ZoneChoice } from "../../../components/edge/hostedZone.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

describe("Certificate", () => {
  const made = (
    args: Omit<CertificateArgs, "zone" | "host">,
    zone: ZoneChoice = { mode: "adopt", id: "Z0123456789EXAMPLE00" },
    opts?: pulumi.ComponentResourceOptions,
  ) => {
    const environment = testEnvironment();
    const { key } = foundation(environment);
    const hosted = new HostedZone("zone", { environment, key, domain: "example.com", zone });
    const host = "api.example.com";
    return new Certificate("certificate", { host, zone: hosted, ...args }, opts);
  };
  const managed = { certificate: { mode: "managed" } } as const;

  it("P-EDGE-1, feature 17: a managed one is proven in the zone, and waited for", async () => {
    const graph = await recorded(() => {
      const certificate = made(managed);
      assert.ok(certificate.arn !== undefined);
      assert.equal(certificate.requestedArn, undefined);
      assert.equal(certificate.validationRecords, undefined);
    });
    const certificate = only(graph, CERTIFICATE);
    assert.deepEqual(certificate.inputs, {
      domainName: "api.example.com",
      validationMethod: "DNS",
    });
    const record = only(graph, RECORD);
    assert.equal(record.name, "certificate-api.example.com");
    assert.deepEqual(record.inputs, {
      zoneId: "Z0123456789EXAMPLE00",
      name: UNKNOWN,
      type: "CNAME",
      records: [UNKNOWN],
      ttl: 300,
      allowOverwrite: true,
    });
    const validation = only(graph, VALIDATION);
    assert.deepEqual(validation.propertyDependencies["validationRecordFqdns"], [record.urn]);
    assert.ok(waitsFor(graph, validation, certificate));
  });

  it("P-EDGE-1: a replacement stands before its predecessor goes", async () => {
    const graph = await recorded(() => void made(managed));
    const order = [CERTIFICATE, VALIDATION].map((type) => only(graph, type).deleteBeforeReplace);
    assert.deepEqual(order, [false, false]);
  });

  it("P-EDGE-1: each further name has its record, a wildcard that of its parent", async () => {
    const alternativeNames = ["*.api.example.com", "www.example.com"];
    const graph = await recorded(() => void made({ ...managed, alternativeNames }));
    assert.deepEqual(only(graph, CERTIFICATE).inputs["subjectAlternativeNames"], alternativeNames);
    assert.deepEqual(namesOf(graph, RECORD), [
      "certificate-api.example.com",
      "certificate-www.example.com",
    ]);
    assert.deepEqual(provenNames(["*.a.com", "a.com", "b.com"]), ["a.com", "b.com"]);
  });

  it("T21: certificate and validation can be in CloudFront's region", async () => {
    const graph = await recorded(() => void made({ ...managed, region: "us-east-1" }));
    const regions = [CERTIFICATE, VALIDATION].map((type) => only(graph, type).inputs["region"]);
    assert.deepEqual(regions, ["us-east-1", "us-east-1"]);
  });

  it("T43, feature 17: a pending one is requested and kept, proves nothing, and blocks nothing", async () => {
    const graph = await recorded(() => {
      const certificate = made({ certificate: { mode: "pending" } }, { mode: "foreign" });
      assert.equal(certificate.arn, undefined);
      assert.ok(certificate.requestedArn !== undefined);
      assert.ok(certificate.validationRecords !== undefined);
    });
    assert.equal(only(graph, CERTIFICATE).retainOnDelete, true);
    assert.deepEqual(ofType(graph, RECORD), []);
    assert.deepEqual(ofType(graph, VALIDATION), []);
  });

  it("P-EDGE-1: an external one is used as it is", async () => {
    const arn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    let used: string | undefined;
    const graph = await recorded(() => {
      const certificate = made({ certificate: { mode: "external", arn } }, { mode: "foreign" });
      certificate.arn?.apply((value) => (used = value));
    });
    assert.equal(used, arn);
    assert.deepEqual(
      [CERTIFICATE, RECORD, VALIDATION].flatMap((type) => ofType(graph, type)),
      [],
    );
  });

  it("T43: refuses to wait for a proof that nobody here can give", async () => {
    assert.equal(
      await refusal(() => made(managed, { mode: "foreign" })),
      "certificate of certificate is managed, but its zone is foreign; allowed: pending, external.",
    );
  });

  it("runs as an update as well, though nobody answers", async () => {
    const graph = await recorded(() => void made(managed), { mode: "update" });
    assert.deepEqual(namesOf(graph, VALIDATION), ["certificate"]);
  });

  it("P-EDGE-1: finds the proof of a name among ACM's answers, in any order", () => {
    const option = (domainName: string, token: string) => ({
      domainName,
      resourceRecordName: `_${token}.example.com.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${token}.acm-validations.aws.`,
    });
    const options = [option("*.www.example.com", "w"), option("api.example.com", "a")];
    const proofs = ["api.example.com", "www.example.com"].map((name) => proofOf(options, name));
    assert.deepEqual(proofs, [
      { name: "_a.example.com.", type: "CNAME", value: "_a.acm-validations.aws." },
      { name: "_w.example.com.", type: "CNAME", value: "_w.acm-validations.aws." },
    ]);
    assert.deepEqual(recordsOf(options).toReversed(), proofs);
  });
});
