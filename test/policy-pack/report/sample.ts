import type {
  Report,
  ReportedControl,
  ReportedResult,
} from "../../../policy-pack/report/report.ts";

export const FINGERPRINTS = ["a", "b", "c", "d"].map((digit) => digit.repeat(64));
const [FIRST = "", SECOND = "", THIRD = "", FOURTH = ""] = FINGERPRINTS;

const urnOf = (type: string, name: string) => `urn:pulumi:prod::rampart::${type}::${name}`;

const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
const SECRET = "aws:secretsmanager/secret:Secret";
const STACK = "pulumi:pulumi:Stack";

/** What an attacker would name a resource to break a report. */
export const HOSTILE =
  "=cmd|' /C calc'!A0<script>alert(\"1\")</script>\n| a | [x](http://evil) @team #1 `b` \u202egpj\u0007 {0} ]]>";

const CONTROLS: readonly ReportedControl[] = [
  {
    id: "s3-bucket-tls-only",
    title: "S3 buckets refuse plain HTTP",
    severity: "high",
    level: "mandatory",
    frameworks: {
      fsbp: ["S3.5"],
      cis3: ["2.1.1"],
      cis7: ["3.1.1"],
      nist: ["AC-17(2)", "SC-8", "SC-8(1)"],
    },
    cause: "Whoever is on the way can read what is sent.",
    remedy: "Deny requests without aws:SecureTransport",
  },
  {
    id: "s3-bucket-versioning",
    title: "S3 buckets keep old versions",
    severity: "low",
    level: "advisory",
    frameworks: {
      fsbp: [],
      securityHub: ["S3.14"],
      cis3: [],
      cis7: [],
      nist: ["CP-9", "CP-10"],
    },
    cause: "What is overwritten or deleted is gone.",
    remedy: "Set versioning to Enabled",
  },
  {
    id: "kms-rotation",
    title: "Customer keys rotate",
    severity: "medium",
    level: "mandatory",
    frameworks: { fsbp: [], securityHub: ["KMS.4"], cis3: ["3.6"], cis7: ["4.6"], nist: ["SC-12"] },
    cause: "A key that leaks once opens all that it ever closed.",
    remedy: "Set enableKeyRotation to true",
  },
  {
    id: "secret-rotation",
    title: "Secrets rotate by themselves",
    severity: "medium",
    level: "mandatory",
    frameworks: { fsbp: ["SecretsManager.1"], cis3: [], cis7: [], nist: ["AC-3(15)"] },
    cause: "A secret that leaks works for ever.",
    remedy: "Add a rotation schedule",
  },
  {
    id: "iam-root-key",
    title: "The root user has no access key",
    severity: "critical",
    level: "disabled",
    frameworks: { fsbp: ["IAM.4"], cis3: ["1.4"], cis7: ["2.4"], nist: ["AC-3(15)", "SC-12"] },
    cause: "Nothing limits what it may do.",
    remedy: "Delete the key",
  },
];

const RESULTS: readonly ReportedResult[] = [
  {
    control: "s3-bucket-tls-only",
    urn: urnOf(BUCKET, "media"),
    type: BUCKET,
    name: "media",
    outcome: "fail",
    blocks: true,
    exempt: false,
    source: { file: "components/storage/secureBucket.ts", line: 42 },
    findings: [
      { message: "The policy allows plain HTTP", property: "policy", fingerprint: FIRST },
      { message: "The policy exempts an account", property: "policy", fingerprint: FIRST },
    ],
    undecided: [{ property: "policy.Statement[1]", reason: "is unknown", defect: false }],
  },
  {
    control: "s3-bucket-tls-only",
    urn: urnOf(BUCKET, HOSTILE),
    type: BUCKET,
    name: HOSTILE,
    outcome: "fail",
    blocks: true,
    exempt: false,
    source: { file: "../a b/=c<d>.ts", line: 7 },
    findings: [{ message: HOSTILE, fingerprint: SECOND }],
    undecided: [],
  },
  {
    control: "s3-bucket-tls-only",
    urn: urnOf(BUCKET, "logs"),
    type: BUCKET,
    name: "logs",
    outcome: "pass",
    blocks: false,
    exempt: false,
    source: { file: "index.ts", line: 3 },
    findings: [],
    undecided: [],
  },
  {
    control: "s3-bucket-versioning",
    urn: urnOf(BUCKET, "logs"),
    type: BUCKET,
    name: "logs",
    outcome: "fail",
    blocks: false,
    exempt: false,
    findings: [{ message: "Versioning is off", property: "versioning.status", fingerprint: THIRD }],
    undecided: [],
  },
  {
    control: "kms-rotation",
    urn: urnOf(KEY, "main"),
    type: KEY,
    name: "main",
    outcome: "undecided",
    blocks: true,
    exempt: false,
    findings: [],
    undecided: [{ property: "enableKeyRotation", reason: "is unknown", defect: false }],
  },
  {
    control: "kms-rotation",
    urn: urnOf(STACK, "rampart-prod"),
    type: STACK,
    name: "rampart-prod",
    outcome: "undecided",
    blocks: true,
    exempt: false,
    findings: [],
    undecided: [{ property: "", reason: "the control broke: TypeError: x", defect: true }],
  },
  {
    control: "secret-rotation",
    urn: urnOf(SECRET, "database-credentials"),
    type: SECRET,
    name: "database-credentials",
    outcome: "exempt",
    blocks: false,
    exempt: true,
    findings: [{ message: "The secret does not rotate", fingerprint: FOURTH }],
    undecided: [],
  },
];

/** A report with every outcome, every state of an exemption, and names that try to break it. */
export const SAMPLE: Report = {
  version: 1,
  pack: { name: "rampart", version: "0.1.0" },
  project: "rampart",
  stack: "prod",
  profile: "prod",
  door: "plan",
  date: "2026-11-22",
  controls: CONTROLS,
  planned: [
    {
      id: "sg-rule-description",
      title: "Every rule says what it is for",
      needs: "the second wave",
    },
  ],
  results: RESULTS,
  exemptions: [
    {
      control: "secret-rotation",
      urn: urnOf(SECRET, "database-*"),
      reason: "The function that rotates it is not written yet",
      owner: "team-data",
      expires: "2027-03-31",
      ticket: "OPS-12",
      state: "used",
    },
    {
      control: "kms-rotation",
      urn: urnOf(KEY, HOSTILE),
      reason: "=HYPERLINK(1) | <b>",
      owner: "@everyone",
      expires: "2026-01-31",
      state: "expired",
      problem: "it expired on 2026-01-31",
    },
  ],
  summary: {
    bySeverity: {
      critical: { fail: 0, undecided: 0, exempt: 0, pass: 0 },
      high: { fail: 2, undecided: 0, exempt: 0, pass: 1 },
      medium: { fail: 0, undecided: 2, exempt: 1, pass: 0 },
      low: { fail: 1, undecided: 0, exempt: 0, pass: 0 },
    },
    decided: 5 / 7,
    blocking: 4,
    exemptions: 2,
  },
};

/** A report in which all is well. */
export const CLEAN: Report = {
  ...SAMPLE,
  results: RESULTS.filter(({ outcome }) => outcome === "pass"),
  exemptions: [],
  planned: [],
  summary: {
    bySeverity: {
      critical: { fail: 0, undecided: 0, exempt: 0, pass: 0 },
      high: { fail: 0, undecided: 0, exempt: 0, pass: 1 },
      medium: { fail: 0, undecided: 0, exempt: 0, pass: 0 },
      low: { fail: 0, undecided: 0, exempt: 0, pass: 0 },
    },
    decided: 1,
    blocking: 0,
    exemptions: 0,
  },
};
