import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { cognitoVerifier, type TokenVerifier } from "../../../app/auth/verifier.ts";
import { CLIENT, POOL, testIssuer } from "../support/issuer.ts";

describe("A-COMMON: the keys of a user pool", () => {
  let server: Server;
  let real: string;
  let verifier: TokenVerifier;
  let answer: "a fault" | "no key" | "other keys" | "the keys";
  /** How often they were asked for, and the pauses after that. */
  let fetched: number;
  let pauses: number[];
  let sleep: () => Promise<void>;
  let jwksUrl: string;

  before(async () => {
    real = await (await fetch((await testIssuer()).jwksUrl)).text();
    server = createServer((_request, response) => {
      fetched += 1;
      if (answer === "a fault") response.writeHead(500).end("{}");
      else if (answer === "no key") response.end("<html>");
      else response.end(answer === "the keys" ? real : real.replace('"k1"', '"k0"'));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    jwksUrl = `http://127.0.0.1:${port}`;
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  beforeEach(() => {
    fetched = 0;
    pauses = [];
    sleep = () => Promise.resolve();
    verifier = cognitoVerifier({ userPoolId: POOL, clientIds: [CLIENT], jwksUrl }, (pause) => {
      pauses.push(pause);
      return sleep();
    });
  });

  const shown = async () => verifier.verify(await (await testIssuer()).token("ada"));

  for (const given of ["a fault", "no key", "other keys"] as const) {
    it(`are asked for after a pause that grows, while there is ${given}`, async () => {
      answer = given;
      for (let turn = 0; turn < 8; turn += 1) await assert.rejects(shown());
      assert.deepEqual(pauses, [300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000]);
      assert.equal(fetched, 8);
    });
  }

  it("are asked for once for all who wait, and again when the pause is over", async () => {
    let over: () => void = () => undefined;
    sleep = () =>
      new Promise<void>((resolve) => {
        over = resolve;
      });
    answer = "a fault";
    const token = await (await testIssuer()).token("ada");
    const all = await Promise.allSettled(Array.from({ length: 50 }, () => verifier.verify(token)));
    assert.ok(all.every(({ status }) => status === "rejected"));
    assert.deepEqual([fetched, pauses], [1, [300]]);

    answer = "the keys";
    const waits = verifier.verify(token);
    // What went out before this request has arrived before its answer.
    await fetch(jwksUrl);
    assert.equal(fetched, 2);
    over();
    assert.equal((await waits).id, "ada");
  });

  it("are asked for after the shortest pause again once one was found", async () => {
    answer = "a fault";
    for (let turn = 0; turn < 3; turn += 1) await assert.rejects(shown());
    answer = "the keys";
    assert.equal((await shown()).id, "ada");
    const header = Buffer.from('{"alg":"RS256","kid":"k9"}').toString("base64url");
    const [, ...rest] = (await (await testIssuer()).token("ada")).split(".");
    await assert.rejects(verifier.verify([header, ...rest].join(".")));
    assert.deepEqual(pauses, [300, 600, 1200, 300]);
  });
});
