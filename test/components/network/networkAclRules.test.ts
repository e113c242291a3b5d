import assert from "node:assert/strict";

import fc from "fast-check";

import {
  type NetworkAclPlan,
  networkAclRules,
  type NetworkAclRule,
  type NetworkAclRules,
} from "../../../components/network/networkAclRules.ts";
import { TIERS } from "../../../components/network/subnets.ts";
import { contains, parseIpv4Block } from "../../../components/shared/cidr.ts";
import { addressesFor } from "../../support/network.ts";

function planFor(zones: number, change: Partial<NetworkAclPlan> = {}): NetworkAclPlan {
  const { cidr, applicationSubnets, dataSubnets } = addressesFor(zones);
  return {
    vpcCidr: cidr,
    applicationCidrs: applicationSubnets,
    dataCidrs: dataSubnets,
    dataReplication: false,
    ...change,
  };
}

/** Rules as one reads them in the console. */
function lines(rules: readonly NetworkAclRule[]): string[] {
  return rules.map(
    ({ ruleNo, action, protocol, cidrBlock, fromPort, toPort }) =>
      `${ruleNo} ${action} ${protocol} ${fromPort}-${toPort} ${cidrBlock}`,
  );
}

/** What EC2 does with a TCP packet: the lowest number that fits decides, else it is dropped. */
function admits(rules: readonly NetworkAclRule[], address: string, port: number): boolean {
  const packet = parseIpv4Block(`${address}/32`);
  assert.ok(packet);
  const fitting = [...rules]
    .sort((a, b) => a.ruleNo - b.ruleNo)
    .find((rule) => {
      const block = parseIpv4Block(rule.cidrBlock);
      const portFits = rule.protocol === "-1" || (rule.fromPort <= port && port <= rule.toPort);
      return block !== undefined && contains(block, packet) && portFits;
    });
  return fitting?.action === "allow";
}

interface Host {
  readonly address: string;
  /** ACL of its subnet; undefined outside the VPC. */
  readonly acl?: NetworkAclRules;
}

/** Whether a connection works: the request goes out and in, the answer comes back (T84). */
function connects(from: Host, to: Host, port: number, answerPort: number): boolean {
  return (
    (!from.acl || admits(from.acl.egress, to.address, port)) &&
    (!to.acl || admits(to.acl.ingress, from.address, port)) &&
    (!to.acl || admits(to.acl.egress, from.address, answerPort)) &&
    (!from.acl || admits(from.acl.ingress, to.address, answerPort))
  );
}

describe("networkAclRules", () => {
  const rules = networkAclRules(planFor(2));

  it("P-NET-4: public admits HTTPS, HTTP and answers, and lets all out", () => {
    assert.deepEqual(lines(rules.public.ingress), [
      "100 allow tcp 443-443 0.0.0.0/0",
      "110 allow tcp 80-80 0.0.0.0/0",
      "120 allow tcp 1024-65535 10.0.0.0/16",
      "130 deny tcp 3389-3389 0.0.0.0/0",
      "140 allow tcp 1024-65535 0.0.0.0/0",
    ]);
    assert.deepEqual(lines(rules.public.egress), ["100 allow -1 0-0 0.0.0.0/0"]);
  });

  it("P-NET-4: application admits the VPC and answers, and lets HTTPS out", () => {
    assert.deepEqual(lines(rules.application.ingress), [
      "100 allow -1 0-0 10.0.0.0/16",
      "110 deny tcp 3389-3389 0.0.0.0/0",
      "120 allow tcp 1024-65535 0.0.0.0/0",
    ]);
    assert.deepEqual(lines(rules.application.egress), [
      "100 allow -1 0-0 10.0.0.0/16",
      "110 allow tcp 443-443 0.0.0.0/0",
    ]);
  });

  it("P-NET-4: data admits the application on 5432 and 6379 and answers only it", () => {
    assert.deepEqual(lines(rules.data.ingress), [
      "100 allow tcp 5432-5432 10.0.11.0/24",
      "101 allow tcp 5432-5432 10.0.12.0/24",
      "200 allow tcp 6379-6379 10.0.11.0/24",
      "201 allow tcp 6379-6379 10.0.12.0/24",
    ]);
    assert.deepEqual(lines(rules.data.egress), [
      "100 allow tcp 1024-65535 10.0.11.0/24",
      "101 allow tcp 1024-65535 10.0.12.0/24",
    ]);
  });

  it("P-NET-4: replicas add the data tier to the data tier's rules, both ways, and no more", () => {
    const replicated = networkAclRules(planFor(2, { dataReplication: true }));
    const added = [
      "300 allow tcp 1024-65535 10.0.21.0/24",
      "301 allow tcp 1024-65535 10.0.22.0/24",
    ];
    assert.deepEqual(lines(replicated.data.ingress), [...lines(rules.data.ingress), ...added]);
    assert.deepEqual(lines(replicated.data.egress), [...lines(rules.data.egress), ...added]);
    assert.deepEqual(
      [replicated.public, replicated.application],
      [rules.public, rules.application],
    );
  });

  it("P-NET-8: a peer is reached from the application on its ports, and no more", () => {
    const peered = networkAclRules(
      planFor(2, { peer: { cidr: "10.9.0.0/16", ports: [5432, 6379] } }),
    );
    assert.deepEqual(lines(peered.application.egress), [
      ...lines(rules.application.egress),
      "200 allow tcp 5432-5432 10.9.0.0/16",
      "201 allow tcp 6379-6379 10.9.0.0/16",
    ]);
    assert.deepEqual(peered.application.ingress, rules.application.ingress);
    assert.deepEqual([peered.public, peered.data], [rules.public, rules.data]);
  });

  it("a further zone changes no number that exists", () => {
    const [two, three] = [planFor(2), planFor(3)].map((plan) => networkAclRules(plan).data);
    assert.ok(two && three);
    const kept = [...lines(two.ingress), ...lines(two.egress)];
    const after = new Set([...lines(three.ingress), ...lines(three.egress)]);
    assert.deepEqual(
      kept.filter((line) => !after.has(line)),
      [],
    );
  });

  it("stays within EC2's 20 rules a direction, each number once, up to six zones", () => {
    const peer = { cidr: "10.9.0.0/16", ports: Array.from({ length: 10 }, (_, i) => 5000 + i) };
    const six = networkAclRules(planFor(6, { dataReplication: true, peer }));
    for (const direction of TIERS.flatMap((tier) => [six[tier].ingress, six[tier].egress])) {
      assert.ok(direction.length <= 20, `${direction.length} rules`);
      assert.equal(new Set(direction.map(({ ruleNo }) => ruleNo)).size, direction.length);
    }
    assert.equal(six.data.ingress.length, 18);
  });

  const internet: Host = { address: "198.51.100.7" };
  const peer: Host = { address: "10.9.1.1" };
  const hostsOf = (acls: typeof rules) => ({
    balancer: { address: "10.0.1.10", acl: acls.public },
    nat: { address: "10.0.2.10", acl: acls.public },
    app: { address: "10.0.11.10", acl: acls.application },
    otherApp: { address: "10.0.12.10", acl: acls.application },
    database: { address: "10.0.21.10", acl: acls.data },
    replica: { address: "10.0.22.10", acl: acls.data },
  });
  /** Any port that a client may choose for its answers, but the one that is refused. */
  const answerPorts = fc.integer({ min: 1024, max: 65535 }).filter((port) => port !== 3389);

  it("T84: what P-NET-7 lets through works both ways, from any port of the client", () => {
    const { balancer, nat, app, otherApp, database } = hostsOf(rules);
    const wanted: [Host, Host, number][] = [
      [internet, balancer, 443],
      [internet, balancer, 80],
      [balancer, app, 8000],
      [app, internet, 443],
      [nat, internet, 443],
      [app, otherApp, 443],
      [app, database, 5432],
      [otherApp, database, 6379],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...wanted), answerPorts, ([from, to, port], answerPort) =>
        connects(from, to, port, answerPort),
      ),
    );
    // The balancer's own port may be any; what it talks to is in the VPC.
    assert.equal(connects(balancer, app, 8000, 3389), true);
  });

  it("P-NET-2, P-NET-4, features 1, 5: the data tier has no way to or from anywhere but the application", () => {
    const { balancer, database, replica } = hostsOf(rules);
    const strangers = fc.constantFrom<Host>(internet, balancer, replica, peer);
    fc.assert(
      fc.property(
        strangers,
        fc.integer({ min: 1, max: 65535 }),
        answerPorts,
        (stranger, port, answerPort) =>
          !connects(stranger, database, port, answerPort) &&
          !connects(database, stranger, port, answerPort),
      ),
    );
  });

  it("P-NET-4: the application opens nothing in the data tier but 5432 and 6379", () => {
    const { app, database } = hostsOf(networkAclRules(planFor(2, { dataReplication: true })));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), answerPorts, (port, answerPort) => {
        assert.equal(connects(app, database, port, answerPort), port === 5432 || port === 6379);
      }),
    );
  });

  it("P-NET-4: with replicas, 6379 works inside the data tier and leads nowhere else", () => {
    const { replica, database, balancer } = hostsOf(
      networkAclRules(planFor(2, { dataReplication: true })),
    );
    fc.assert(
      fc.property(
        answerPorts,
        (answerPort) =>
          connects(replica, database, 6379, answerPort) &&
          !connects(internet, database, 6379, answerPort) &&
          !connects(balancer, database, 6379, answerPort),
      ),
    );
  });

  it("P-NET-8: the peer's ports work from the application, others don't", () => {
    const { app, database } = hostsOf(
      networkAclRules(planFor(2, { peer: { cidr: "10.9.0.0/16", ports: [5432] } })),
    );
    fc.assert(
      fc.property(
        answerPorts,
        (answerPort) =>
          connects(app, peer, 5432, answerPort) &&
          !connects(app, peer, 6379, answerPort) &&
          !connects(database, peer, 5432, answerPort),
      ),
    );
  });

  it("S-MUSIC-1: admits one address to SSH in the public tier where it is named, and nowhere else", () => {
    const [without, open] = [{}, { sshFrom: "198.51.100.7/32" }].map((more) =>
      networkAclRules(planFor(2, more)),
    );
    assert.ok(without && open);
    const added = open.public.ingress.filter(
      ({ ruleNo }) => !without.public.ingress.some((rule) => rule.ruleNo === ruleNo),
    );
    assert.deepEqual(added, [
      {
        ruleNo: 150,
        action: "allow",
        protocol: "tcp",
        cidrBlock: "198.51.100.7/32",
        fromPort: 22,
        toPort: 22,
      },
    ]);
    assert.deepEqual([open.application, open.data], [without.application, without.data]);
  });

  it("no tier admits the internet to SSH or Remote Desktop", () => {
    const admitted = TIERS.flatMap((tier) =>
      [22, 3389].filter((port) => admits(rules[tier].ingress, internet.address, port)),
    );
    assert.deepEqual(admitted, []);
  });
});
