import assert from "node:assert/strict";

import { credentialIn } from "../../../../policy-pack/controls/shared/credentials.ts";

const ask = (value: string) => credentialIn("DB_PASSWORD", value);

describe("what says where a credential is kept", () => {
  for (const value of [
    "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf",
    "$DB_PASSWORD",
    "${DB_PASSWORD}",
    "{db.password}",
    "$(read-password db)",
    "{{resolve:ssm:/prod/db}}",
    "<password>",
    "********",
    "https://vault.example.com/v1/db",
    "/run/secrets/db",
    "/prod/Database/masterUser",
    "  $DB_PASSWORD  ",
    "$DB_PASSWORD,/run/secrets/db",
    "",
    "required",
  ]) {
    it(`is no credential: ${JSON.stringify(value)}`, () => {
      assert.equal(ask(value), undefined);
    });
  }

  for (const value of [
    "see arn:aws:secretsmanager",
    "my$DB_PASSWORD",
    "$DB_PASSWORD!",
    "x${DB_PASSWORD}",
    "${DB_PASSWORD}x",
    "x$(read-password)",
    "$(read-password)x",
    "x{{resolve}}",
    "{{resolve}}x",
    "x<password>",
    "<password>x",
    "x****",
    "****x",
    "at https://vault.example.com",
    "https://vault.example.com x",
    "4https://vault",
    "/hunter2",
    "/run/Hunter2!",
    "$DB_PASSWORD,hunter2",
    "1234567",
    "seconds2",
  ]) {
    it(`does not hide a credential: ${JSON.stringify(value)}`, () => {
      assert.equal(ask(value), "a password");
    });
  }
});

describe("what hides a credential in another text", () => {
  const token = `ghp_${"aB3dE6gH9j".repeat(4).slice(0, 36)}`;
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  for (const [title, value, expected] of [
    ["base64", base64(`token is ${token}`), "a GitHub token"],
    ["base64 in base64", base64(base64(`token is ${token}`)), "a GitHub token"],
    [
      "base64 over several lines",
      base64(`token is ${token}`).replace(/.{20}/g, "$&\n"),
      "a GitHub token",
    ],
    ["JSON in base64", base64(JSON.stringify({ a: [{ b: token }] })), "a GitHub token"],
    ["JSON in JSON", JSON.stringify([JSON.stringify({ password: "hunter2" })]), "a password"],
    ["a list of JSON under a name", '{"password":["hunter2"]}', "a password"],
    ["null in JSON", '{"password":null}', undefined],
    ["a number in JSON", '{"password":7}', undefined],
    ["base64 of bytes that are no text", "/+7dzLuqmYh3ZlVEMyIRAP/+", undefined],
    ["JSON that breaks off", '{"a":', undefined],
    ["null", "null", undefined],
  ] as const) {
    it(`is opened: ${title}`, () => {
      assert.equal(credentialIn("NOTE", value), expected);
    });
  }

  for (const value of [
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0",
    "-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI",
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI",
  ]) {
    it(`is no half that anyone may have: ${value.slice(0, 26)}`, () => {
      assert.equal(credentialIn("SIGNING_KEY", value), undefined);
      assert.equal(credentialIn("SIGNING_KEY", `my ${value}`), "a secret key");
    });
  }
});
