import assert from "node:assert/strict";

import { HIGH_RISK_PORTS } from "../../../../policy-pack/controls/vpc/highRiskPorts.ts";
import { describePorts, includes, portsNamed } from "../../../../policy-pack/controls/vpc/ports.ts";
import { sgNoOpenHighRiskPorts } from "../../../../policy-pack/controls/vpc/sg-no-open-high-risk-ports.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, spellings } from "../../support/networks.ts";

const reached = (ports: string) => [`The internet reaches ${ports}`];

/** Of Security Hub's control EC2.19, as its page had them in 2026. */
const AWS = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500,
  5601, 8080, 8088, 8888, 9200, 9300,
];

describe("sg-no-open-high-risk-ports", () => {
  itBehaves({
    control: sgNoOpenHighRiskPorts,
    compliant: [
      group,
      ingress("rule", { ipProtocol: "tcp", fromPort: 443, toPort: 444, cidrIpv4: "0.0.0.0/0" }),
    ],
    subject: "rule",
    fails: [
      {
        title: "the range begins lower",
        path: "fromPort",
        value: 380,
        messages: reached("TCP 389"),
      },
      {
        title: "the range ends higher",
        path: "toPort",
        value: "1500",
        messages: reached("TCP 445, 512-514, 873, 1433-1434"),
      },
      {
        title: "the ends are the other way round",
        path: "fromPort",
        value: 6379,
        messages: reached(
          "TCP 445, 512-514, 873, 1433-1434, 1521, 2049, 2181, 2375-2376, 2379-2380, 3000, 3306, " +
            "3389, 4333, 4369, 5000, 5432, 5439, 5500, 5601, 5671-5672, 5900-5903, 5984-5986, " +
            "6000-6003, 6379",
        ),
      },
      {
        title: "it has no ports and so all",
        path: "ipProtocol",
        value: "-1",
        messages: [
          `The internet reaches ${describePorts(portsNamed(HIGH_RISK_PORTS, "tcp", "udp"))}`,
        ],
      },
    ],
    accepts: [
      { title: "another web port", path: "toPort", value: 443 },
      { title: "an unknown source", path: "cidrIpv4", value: UNKNOWN },
      { title: "ICMP", path: "ipProtocol", value: "icmp" },
      { title: "no source", path: "cidrIpv4" },
    ],
    // 443 is no dangerous port, whoever may call it.
    dispensable: ["rule: cidrIpv4", "rule: cidrIpv6", "rule: prefixListId"],
  });

  const database = { protocol: "6", from: 5432, to: 5432 };
  for (const source of [{ ipv4: "0.0.0.0/0" }, { ipv6: "2000::/3" }, { ipv4: "128.0.0.0/1" }]) {
    for (const { form, resources, subject } of spellings(database, source)) {
      it(`finds a database open to ${Object.values(source).join()} in the form ${form}`, () => {
        const judgement = judged(sgNoOpenHighRiskPorts, resources, subject);
        assert.deepEqual(said(judgement), reached("TCP 5432"));
      });
    }
  }

  it("knows every port of AWS's own list", () => {
    const named = portsNamed(HIGH_RISK_PORTS, "tcp");
    const missing = AWS.filter(
      (port) => !named.some((range) => includes(range, { transport: "tcp", from: port, to: port })),
    );
    assert.deepEqual(missing, []);
  });
});
