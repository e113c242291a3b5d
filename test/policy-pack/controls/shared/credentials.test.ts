import assert from "node:assert/strict";
import fc from "fast-check";

import { PATTERNS, SHORTEST } from "../../../../policy-pack/controls/shared/credentialPatterns.ts";
import { credentialIn } from "../../../../policy-pack/controls/shared/credentials.ts";

/** Name, value, and what is said of it. The benign twin stands behind: the same thing, kept well. */
type Row = readonly [name: string, value: string, kind: string];
type Benign = readonly [name: string, value: string];

/** Written apart, so that no scanner takes a made-up token for a real one. */
const made = (...parts: string[]) => parts.join("");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (text: string) => Buffer.from(text).toString("base64url");

const HEX = "9f86d081884c7d659a2feaa0c55ad015";
const MIXED = "x7Gq2LmZ9vRt4KpW8bYd3NsH6cJf1AeU5oXi";
const AWS_KEY = made("AKIA", "IOSFODNN7EXAMPLE");
const AWS_SECRET = made("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY");
const PEM = made("-----BEGIN RSA PRIVATE", " KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----");
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----";
const JWT = [base64url('{"alg":"HS256","typ":"JWT"}'), base64url('{"sub":"1"}'), MIXED].join(".");
const NO_JWT = [base64url('{"kind":"cursor","page":1}'), base64url('{"sub":"1"}'), MIXED].join(".");
const SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:dev/database-AbCdEf";
const PARAMETER_ARN = "arn:aws:ssm:us-east-1:111122223333:parameter/dev/token";

const TWINS: readonly { readonly bad: Row; readonly good: readonly Benign[] }[] = [
  // Names.
  {
    bad: ["DB_PASSWORD", "hunter2", "a password"],
    good: [
      ["DB_PASSWORD", SECRET_ARN],
      ["DB_PASSWORD_LENGTH", "20"],
    ],
  },
  {
    bad: ["dbPassword", "123456", "a password"],
    good: [
      ["passwordMinLength", "14"],
      ["dbPassword", ""],
    ],
  },
  { bad: ["PGPASSWORD", "hunter2", "a password"], good: [["PGPASSFILE", "/run/secrets/pgpass"]] },
  {
    bad: ["MYSQL_PWD", "hunter2", "a password"],
    good: [
      ["PWD", "/app"],
      ["OLDPWD", "/"],
    ],
  },
  {
    bad: ["SMTP_PASS", "hunter2", "a password"],
    good: [
      ["PASS_THROUGH", "text/plain"],
      ["COMPASS", "north"],
    ],
  },
  {
    bad: ["ssh-passphrase", "correct horse", "a password"],
    good: [["ssh-passphrase", "${PASSPHRASE}"]],
  },
  { bad: ["PASSWORD_PROD", "hunter2", "a password"], good: [["PASSWORD_POLICY", "strict"]] },
  { bad: ["PASSWORD2", "hunter2", "a password"], good: [["ALLOW_EMPTY_PASSWORD", "yes"]] },
  {
    bad: ["DB_PASSWORD", "${DB_PASSWORD:-hunter2}", "a password"],
    good: [["DB_PASSWORD", "$DB_PASSWORD"]],
  },
  {
    bad: ["DB_PASSWORD", "words/with/slashes", "a password"],
    good: [["DB_PASSWORD", "/run/secrets/db_password"]],
  },
  {
    bad: ["ROOT_PASSWORD", "changeme", "a password"],
    good: [
      ["ROOT_PASSWORD", "<password>"],
      ["ROOT_PASSWORD", "****"],
    ],
  },
  {
    bad: ["API_TOKEN", "abc123", "a token"],
    good: [
      ["TOKEN_TTL_SECONDS", "900"],
      ["API_TOKEN", PARAMETER_ARN],
    ],
  },
  {
    bad: ["authToken", "abc123", "a token"],
    good: [
      ["authTokenUpdateStrategy", "ROTATE"],
      ["accessToken", "minutes"],
    ],
  },
  {
    bad: ["AUTHTOKEN", "abc123", "a token"],
    good: [
      ["TOKENIZER", "words"],
      ["MAX_TOKENS", "4096"],
    ],
  },
  {
    bad: ["REFRESH_TOKEN_VALUE", "abc123", "a token"],
    good: [["REFRESH_TOKEN_VALIDITY", "30 days"]],
  },
  {
    bad: ["CLIENT_SECRET", "abc123", "a secret"],
    good: [
      ["CLIENT_SECRET_NAME", "client"],
      ["SECRETARY", "Ms Moneypenny"],
    ],
  },
  {
    bad: ["DATABASE_SECRET", "abc123", "a secret"],
    good: [
      ["DATABASE_SECRET", "/prod/database/credentials"],
      ["DATABASE_SECRET", "prod/database-AbC123"],
      ["DATABASE_SECRET", `${SECRET_ARN}:password::`],
    ],
  },
  { bad: ["JWTSecret", "keep it", "a secret"], good: [["JWTIssuer", "https://example.com"]] },
  {
    bad: ["SECRET_KEY_BASE", "abc123", "a secret key"],
    good: [["SECRET_ARN", "see the handbook"]],
  },
  {
    bad: ["AWS_SECRET_ACCESS_KEY", AWS_SECRET, "a secret key"],
    good: [["AWS_REGION", "us-east-1"]],
  },
  {
    bad: ["API_KEY", HEX, "a secret key"],
    good: [
      ["API_KEY_HEADER", "x-api-key"],
      ["API_KEY_ID", HEX],
    ],
  },
  { bad: ["apikey", "abc", "a secret key"], good: [["apikey", "{{resolve:secretsmanager:key}}"]] },
  {
    bad: ["PRIVATE_KEY", "abc", "a secret key"],
    good: [
      ["PUBLIC_KEY", MIXED],
      ["PRIVATE_KEY_PATH", "/etc/key.pem"],
    ],
  },
  {
    bad: ["SSH_KEY", "abc", "a secret key"],
    good: [["SSH_KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@host"]],
  },
  {
    bad: ["ENCRYPTION_KEY", MIXED, "a secret key"],
    good: [
      ["KMS_KEY", "alias/rampart-dev"],
      ["MONKEY", "banana"],
    ],
  },
  {
    bad: ["SERVICE_CREDENTIALS", "me:you", "credentials"],
    good: [["SERVICE_CREDENTIALS_FILE", "me.json"]],
  },
  {
    bad: ["VAULT_TOKEN", `${SECRET_ARN},abc123`, "a token"],
    good: [["VAULT_TOKENS", `${SECRET_ARN}, ${PARAMETER_ARN}`]],
  },
  { bad: ["DBPWD", "hunter2", "a password"], good: [["OLDPWD", "C:\\Users\\app"]] },
  {
    bad: ["Database:Password", "hunter2", "a password"],
    good: [["aws:TokenIssueTime", "2026-01-01T00:00:00Z"]],
  },
  // Names that say less: then the value must look random.
  {
    bad: ["SESSION_SALT", MIXED, "a random value like a key's"],
    good: [
      ["SESSION_SALT", "rampart-dev-session-salt"],
      ["GIT_COMMIT", made("9f86d081884c7d659a2f", "eaa0c55ad0150cbf0a11")],
    ],
  },
  {
    bad: ["APP_KEY", HEX, "a random value like a key's"],
    good: [
      ["CACHE_KEY", HEX],
      ["APP_KEY", "rampart-dev-application-1"],
    ],
  },
  {
    bad: ["LICENSE", MIXED, "a random value like a key's"],
    good: [
      ["LICENSE", "Apache-2.0"],
      ["SEED", "0f4c8a52-7a1e-4f0e-9b52-2d7c7a1b3c4d"],
    ],
  },
  {
    bad: ["COOKIE_SEED", "k3j9x2m7q1w8z5t4p6v0b2n8", "a random value like a key's"],
    good: [["COOKIE_SEED", "development environment only"]],
  },
  // Values, whatever they are called.
  {
    bad: ["NOTE", AWS_KEY, "an AWS access key"],
    good: [
      ["NOTE", made("AROA", "IOSFODNN7EXAMPLE")],
      ["NOTE", `${AWS_KEY}X`],
    ],
  },
  {
    bad: ["AWS_ACCESS_KEY_ID", AWS_KEY, "an AWS access key"],
    good: [["AWS_ACCESS_KEY_ID", "from the role"]],
  },
  {
    bad: ["NOTE", `prefix-${AWS_KEY}.`, "an AWS access key"],
    good: [["NOTE", "AKIA is the prefix"]],
  },
  {
    bad: ["TLS", PEM, "a private key"],
    good: [
      ["TLS", CERTIFICATE],
      ["PRIVATE_KEY", CERTIFICATE],
    ],
  },
  {
    bad: ["TLS", JSON.stringify({ key: PEM }), "a private key"],
    good: [["TLS", JSON.stringify({ key: "/etc/tls/key.pem" })]],
  },
  { bad: ["TLS", base64(PEM), "a private key"], good: [["TLS", base64(CERTIFICATE)]] },
  { bad: ["SESSION", JWT, "a JSON web token"], good: [["CURSOR", NO_JWT]] },
  {
    bad: ["NOTE", `header ${JWT} trailer`, "a JSON web token"],
    good: [["NOTE", "eyJ is how they begin"]],
  },
  { bad: ["NOTE", made("gh", "p_", MIXED), "a GitHub token"], good: [["NOTE", "ghp_short"]] },
  {
    bad: ["NOTE", made("github", "_pat_", MIXED, MIXED), "a GitHub token"],
    good: [["NOTE", "github_pattern"]],
  },
  {
    bad: ["NOTE", made("gl", "pat-", "x7Gq2LmZ9vRt4KpW8bYd"), "a GitLab token"],
    good: [["NOTE", "glpat-short"]],
  },
  { bad: ["NOTE", made("xo", "xb-1234567890-", MIXED), "a Slack token"], good: [["NOTE", "xoxo"]] },
  {
    bad: [
      "HOOK",
      made("https://hooks.slack", ".com/services/T0001/B0001/", MIXED).replaceAll(
        "0001",
        "00000001",
      ),
      "a Slack webhook",
    ],
    good: [["HOOK", "https://hooks.slack.com/services"]],
  },
  {
    bad: ["NOTE", made("sk_", "live_", MIXED), "a Stripe key"],
    good: [["NOTE", made("pk_", "live_", MIXED)]],
  },
  {
    bad: ["NOTE", made("AI", "za", MIXED.slice(0, 35)), "a Google API key"],
    good: [["NOTE", "AIzaac"]],
  },
  {
    bad: ["NOTE", made("SG", ".", MIXED.slice(0, 22), ".", MIXED, "1234567"), "a SendGrid key"],
    good: [["NOTE", "SG.x.y"]],
  },
  { bad: ["NOTE", made("np", "m_", MIXED), "an npm token"], good: [["NOTE", "npm_config_cache"]] },
  {
    bad: ["NOTE", made("pul", "-", HEX, "01234567"), "a Pulumi token"],
    good: [["NOTE", "pul-request"]],
  },
  {
    bad: ["NOTE", made("sk", "-ant-api03-", MIXED), "an API key"],
    good: [
      ["NOTE", "sk-learn"],
      ["NOTE", "risk-assessment-of-everything-here"],
    ],
  },
  {
    bad: ["NOTE", `Bearer ${MIXED}`, "an Authorization header"],
    good: [["NOTE", "Bearer tokens"]],
  },
  {
    bad: ["NOTE", `Basic ${base64("me:you")}`, "an Authorization header"],
    good: [
      ["NOTE", "Basic training"],
      ["PLAN", "Basic"],
    ],
  },
  {
    bad: ["LINK", "https://b.s3.amazonaws.com/k?X-Amz-Signature=" + HEX, "a signed URL"],
    good: [["LINK", "https://b.s3.amazonaws.com/k?versionId=" + HEX]],
  },
  // A password inside.
  {
    bad: ["DATABASE_URL", "postgres://app:hunter2@db:5432/app", "a URL with a password"],
    good: [
      ["DATABASE_URL", "postgres://app@db:5432/app"],
      ["DATABASE_URL", "postgres://app:${PASSWORD}@db/app"],
    ],
  },
  {
    bad: ["REDIS_URL", "rediss://:hunter2@cache:6379", "a URL with a password"],
    good: [["REDIS_URL", "rediss://cache:6379"]],
  },
  {
    bad: ["MIRROR", "https://me:pa/ss@host/x", "a URL with a password"],
    good: [
      ["MIRROR", "https://host:8443/@scope/package"],
      ["MIRROR", "https://host/a:b@c"],
    ],
  },
  {
    bad: ["DSN", "host=db user=app password=hunter2", "a password"],
    good: [["DSN", "host=db user=app sslmode=require"]],
  },
  {
    bad: ["JDBC", "jdbc:postgresql://db/app?user=a&password=b", "a password"],
    good: [["JDBC", "jdbc:postgresql://db/app?ssl=true"]],
  },
  {
    bad: ["CONNECTION", "Server=db;User Id=sa;Password='a b';", "a password"],
    good: [["CONNECTION", "Server=db;Integrated Security=true;"]],
  },
  {
    bad: ["JAVA_OPTS", "-Xmx1g -Djavax.net.ssl.trustStorePassword=changeit", "a password"],
    good: [["JAVA_OPTS", "-Xmx1g -Dpassword.length=20"]],
  },
  {
    bad: ["CONNECTION", "Server=db;Uid=sa;Pwd=hunter2;", "a password"],
    good: [["CONNECTION", "cd app; PWD=/app; run"]],
  },
  {
    bad: ["DSN", "app:hunter2@tcp(db:3306)/app", "a URL with a password"],
    good: [["DSN", "app@tcp(db:3306)/app"]],
  },
  {
    bad: ["DSN", "jdbc:oracle:thin:app/hunter2@db:1521:x", "a URL with a password"],
    good: [["DSN", "jdbc:oracle:thin:@db:1521:x"]],
  },
  {
    bad: ["SCRIPT", "echo 'app:hunter2' | chpasswd", "a password"],
    good: [["SCRIPT", 'echo "app:${PASSWORD}" | chpasswd']],
  },
  {
    bad: ["SCRIPT", "curl -s -u app:hunter2 https://example.com", "a password"],
    good: [
      ["SCRIPT", "curl -s -u app:$PASSWORD https://example.com"],
      ["SCRIPT", "docker run -u 10001:10001 app"],
    ],
  },
  {
    bad: ["SCRIPT", 'curl -H "X-Api-Key: abc" https://example.com', "a secret key"],
    good: [["SCRIPT", 'curl -H "X-Api-Key: $KEY" https://example.com']],
  },
  {
    bad: ["SCRIPT", `aws configure set aws_secret_access_key ${AWS_SECRET}`, "a secret key"],
    good: [["SCRIPT", "aws configure set region us-east-1"]],
  },
  {
    bad: ["SCRIPT", `echo ${base64(PEM)} | base64 -d`, "a private key"],
    good: [
      ["SCRIPT", `echo ${base64(CERTIFICATE)} | base64 -d`],
      ["SCRIPT", "export PASSWORD=$(read-secret db)"],
    ],
  },
  {
    bad: ["SQL", "CREATE USER app IDENTIFIED BY 'hunter2'", "a password"],
    good: [["SQL", "CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"]],
  },
  {
    bad: ["NETRC", "machine a login b password hunter2", "a password"],
    good: [["NETRC", "machine a login b"]],
  },
  {
    bad: ["XML", "<password>hunter2</password>", "a password"],
    good: [["XML", "<passwordFile>/run/db</passwordFile>"]],
  },
  {
    bad: ["ARGS", "serve --password hunter2", "a password"],
    good: [
      ["ARGS", "serve --password-file /run/p"],
      ["ARGS", "serve --password --verbose"],
    ],
  },
  {
    bad: ["CONFIG", "user: me\npassword: hunter2\n", "a password"],
    good: [
      ["CONFIG", "user: me\npassword: !secret db\n"],
      ["CONFIG", "Password: must have 14 letters"],
    ],
  },
  {
    bad: ["CONFIG", '{"db":{"user":"me","password":"x"}}', "a password"],
    good: [
      ["CONFIG", '{"db":{"user":"me","passwordFile":"x"}}'],
      ["CONFIG", `{"password":"${SECRET_ARN}"}`],
    ],
  },
  {
    bad: ["SECRETS", '["a","b"]', "a secret"],
    good: [
      ["SECRETS", JSON.stringify([SECRET_ARN])],
      ["SECRETS", "[]"],
    ],
  },
  {
    bad: ["SCRIPT", base64("#!/bin/bash\nexport DB_PASSWORD=hunter2\n"), "a password"],
    good: [["SCRIPT", base64("#!/bin/bash\nexport DB_HOST=db\n")]],
  },
  {
    bad: ["OTEL_HEADERS", "api-key=abc", "a secret key"],
    good: [["OTEL_ATTRIBUTES", "service.name=rampart,key=a"]],
  },
];

describe("Credentials in named values (controls 34, 78, 127)", () => {
  for (const { bad, good } of TWINS) {
    const [name, value, kind] = bad;
    it(`${name} holds ${kind}: ${JSON.stringify(value.slice(0, 24))}`, () => {
      assert.equal(credentialIn(name, value), kind);
    });
    for (const [other, plain] of good) {
      it(`${other} is harmless: ${JSON.stringify(plain.slice(0, 48))}`, () => {
        assert.equal(credentialIn(other, plain), undefined);
      });
    }
  }

  it("looks for forms only where a text is long enough for one", () => {
    for (const { kind, form } of PATTERNS) {
      // What stands around a match adds nothing to its length, and no generator understands it.
      const alone = new RegExp(form.source.replaceAll(/\(\?<?[!=][^)]*\)/g, ""));
      const matches = fc.sample(fc.stringMatching(alone, { size: "xsmall" }), 500);
      const lengths = matches.map((text) => alone.exec(text)?.[0].length ?? 0);
      assert.ok(Math.min(...lengths) >= SHORTEST, `${kind}: ${Math.min(...lengths)}`);
    }
  });

  it("never repeats the value, in time proportional to its length", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 12 }), (name, value) => {
        assert.equal(credentialIn(name, value)?.includes(value) ?? false, false);
      }),
    );
    for (const unit of [
      "eyJ-",
      "a:",
      "a=",
      "x://a:",
      "-----BEGIN ",
      "sk-a-",
      "{",
      "[",
      " --a",
      "\n-",
      "A1",
      "%",
      "<a>",
      "a:",
      "a=`",
      "curl a -u a",
      "login a ",
      "password '",
    ]) {
      const start = performance.now();
      credentialIn("PASSWORD_NOTE", unit.repeat(300_000 / unit.length));
      assert.ok(performance.now() - start < 2_000, unit);
    }
  });
});
