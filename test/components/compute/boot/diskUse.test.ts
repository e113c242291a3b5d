import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  diskUseMetric,
  diskUsePart,
  diskUseStatement,
} from "../../../../components/compute/boot/diskUse.ts";
import { bootScript } from "../../../../components/compute/boot/script.ts";
import { testEnvironment } from "../../../support/fixtures.ts";
import { answer } from "../../../support/iam.ts";
import { type Answered, flawsOf, itWith, run } from "../../../support/tools.ts";

const DISK = { environment: testEnvironment(), identifier: "music" };
const PART = diskUsePart(DISK, "/var/lib/postgresql");
const textOf = (end: string): string =>
  PART.files?.find(({ path }) => path.endsWith(end))?.text ?? assert.fail(`no file ${end}`);

describe("diskUsePart", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "disk-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const stand = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/bash\nset -eu\n${text}\n`, { mode: 0o755 });
  };
  const called = (): string[] =>
    existsSync(join(folder, "calls"))
      ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n")
      : [];

  /** Runs what the timer runs, on a host whose file systems are so full. */
  function publish({
    data = " 41%",
    root = " 17%",
    metadata = "true",
  }: {
    readonly data?: string;
    readonly root?: string;
    readonly metadata?: string;
  } = {}): Answered {
    stand(
      "curl",
      `${metadata}
      case "$*" in
        *"X-aws-ec2-metadata-token-ttl-seconds: 60 --request PUT http://169.254.169.254/latest/api/token") echo secret ;;
        *"X-aws-ec2-metadata-token: secret http://169.254.169.254/latest/meta-data/instance-id") echo i-0123 ;;
        *) exit 9 ;;
      esac`,
    );
    stand(
      "df",
      `[ "$*" = "--output=pcent / /var/lib/postgresql" ]
      printf 'Use%%\\n${root.replace("%", "%%")}\\n${data.replace("%", "%%")}\\n'`,
    );
    stand("aws", `echo "$*" >>"${folder}/calls"`);
    const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    return run("bash", ["-s"], { input: textOf("publish-disk-use"), env });
  }

  const put = (value: number): string =>
    `cloudwatch put-metric-data --region us-east-1 --namespace rampart/dev/music --metric-name DiskUsedPercent --dimensions InstanceId=i-0123 --unit Percent --value ${value}`;

  it("S-MUSIC-7, S-TRACKER-8: are a script without a flaw, and the files that it writes, too", () => {
    assert.equal(flawsOf(bootScript([PART])), "");
    assert.equal(flawsOf(textOf("publish-disk-use")), "");
  });

  for (const [what, disks, value] of [
    ["of one file system its use", { data: " 17%", root: " 17%" }, 17],
    ["of two the fuller one's", { data: "  9%", root: "100%" }, 100],
    ["whichever that is", { data: " 81%", root: "  9%" }, 81],
    ["also that it is empty", { data: "  0%", root: "  0%" }, 0],
  ] as const) {
    it(`S-MUSIC-7, S-TRACKER-8: tell ${what}, by the instance that IMDSv2 names`, () => {
      const { code, err } = publish(disks);
      assert.equal(code, 0, err);
      assert.deepEqual(called(), [put(value)]);
    });
  }

  it("S-MUSIC-7: tell nothing where the host can't tell who it is, and fail", () => {
    assert.notEqual(publish({ metadata: "exit 22" }).code, 0);
    assert.deepEqual(called(), []);
  });

  itWith([["df"]], "S-MUSIC-7: read what df of this machine says", () => {
    const [line = ""] = textOf("publish-disk-use").match(/^used=.*$/m) ?? [];
    const here = line.replace("/var/lib/postgresql", folder);
    const { out } = run("bash", ["-c", `${here}\necho "\${used}"`]);
    assert.match(out, /^\d{1,3}\n$/);
  });

  it("S-MUSIC-7, S-TRACKER-8: run each five minutes, from the first boot on, as nobody of the host", () => {
    assert.deepEqual(PART.commands, [
      "systemctl daemon-reload",
      "systemctl enable --now disk-use.timer",
    ]);
    assert.match(textOf("disk-use.timer"), /^\[Timer\]\nOnCalendar=\*:0\/5$/m);
    const unit = textOf("disk-use.service").split("\n");
    for (const line of [
      "Type=oneshot",
      "ExecStart=/usr/local/sbin/publish-disk-use",
      "DynamicUser=true",
      "ProtectSystem=strict",
      "CapabilityBoundingSet=",
    ]) {
      assert.ok(unit.includes(line), line);
    }
  });

  itWith([["systemd-analyze"]], "S-MUSIC-7: have units that systemd takes", () => {
    mkdirSync(join(folder, "units"));
    const files = ["disk-use.service", "disk-use.timer"].map((name) => {
      const path = join(folder, "units", name);
      writeFileSync(path, textOf(name).replace("/usr/local/sbin/publish-disk-use", "/bin/true"));
      return path;
    });
    const { code, err } = run("systemd-analyze", ["verify", "--man=no", ...files]);
    assert.deepEqual([code, err], [0, ""]);
  });
});

describe("diskUseStatement", () => {
  it("S-MUSIC-7: lets a host put what is in its namespace, and nothing else", () => {
    const statement = { ...diskUseStatement(DISK) } as Record<string, unknown>;
    const may = (namespace?: string) =>
      answer(
        { documents: [{ Statement: [statement] }] },
        {
          action: "cloudwatch:PutMetricData",
          resource: "*",
          ...(namespace !== undefined && { context: { "cloudwatch:namespace": namespace } }),
        },
      );
    assert.equal(may("rampart/dev/music"), "allowed");
    for (const other of ["rampart/dev/api", "rampart/dev/music/x", "AWS/EC2", undefined]) {
      assert.equal(may(other), "not allowed", other);
    }
  });

  it("S-MUSIC-7: is about what the host puts and its alarm reads", () => {
    assert.deepEqual(diskUseMetric(DISK, "i-0123"), {
      namespace: "rampart/dev/music",
      metricName: "DiskUsedPercent",
      dimensions: { InstanceId: "i-0123" },
      statistic: "Maximum",
    });
  });
});
