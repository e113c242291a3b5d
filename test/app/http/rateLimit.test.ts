import assert from "node:assert/strict";

import { badAuthorizations } from "../support/badTokens.ts";
import { testIssuer } from "../support/issuer.ts";
import { type TestService, testService } from "../support/service.ts";

const LIMIT = 2;
const ADDRESS_LIMIT = 10 * LIMIT;

describe("A-COMMON: clients that ask too often", () => {
  let service: TestService;

  beforeEach(async () => {
    const variables = { REQUESTS_PER_MINUTE: String(LIMIT), TRUSTED_PROXIES: "1" };
    service = await testService({ DOORS: "items", ...variables });
  });

  afterEach(() => service.stop());

  /** Asks from an address, as the balancer tells it. */
  const ask = (address: string, authorization: string) =>
    fetch(`${service.url}/items`, {
      headers: { Authorization: authorization, "X-Forwarded-For": address },
    });
  const tokenOf = async (user: string) => `Bearer ${await (await testIssuer()).token(user)}`;

  it("are told when to come back, each user alone, wherever they are", async () => {
    const [ada, bob] = [await tokenOf("ada"), await tokenOf("bob")];
    for (let turn = 0; turn < LIMIT; turn += 1) {
      assert.equal((await ask(`192.0.2.${turn}`, ada)).status, 200);
    }
    const answer = await ask("192.0.2.9", ada);
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    assert.equal((await ask("192.0.2.9", bob)).status, 200);
  });

  it("don't count for each other when they share an address", async () => {
    for (let user = 0; user * LIMIT <= ADDRESS_LIMIT; user += 1) {
      const token = await tokenOf(`user-${user}`);
      for (let turn = 0; turn < LIMIT; turn += 1) {
        assert.equal((await ask("192.0.2.3", token)).status, 200);
      }
    }
  });

  it("are stopped by their address when they show tokens that don't hold", async () => {
    const bad = Object.values(await badAuthorizations("ada"));
    for (let turn = 0; turn < ADDRESS_LIMIT; turn += 1) {
      assert.equal((await ask("192.0.2.1", bad[turn % bad.length] ?? "")).status, 401);
    }
    const answer = await ask("192.0.2.1", bad[0] ?? "");
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    assert.equal((await ask("192.0.2.2", await tokenOf("ada"))).status, 200);
  });
});
