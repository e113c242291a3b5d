import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { testIssuer } from "../support/issuer.ts";
import { type TestService, testService } from "../support/service.ts";

describe("A-COMMON: when the keys that tokens are checked by are away", () => {
  let service: TestService;
  let keys: Server;
  let answer: "nothing" | "a fault" | "no key" | "other keys" | "the keys" = "nothing";

  before(async () => {
    const { jwksUrl } = await testIssuer();
    const real = await (await fetch(jwksUrl)).text();
    keys = createServer((request, response) => {
      if (answer === "nothing") request.socket.destroy();
      else if (answer === "a fault") response.writeHead(500).end("{}");
      else if (answer === "no key") response.end("<html>");
      else response.end(answer === "the keys" ? real : real.replace('"k1"', '"k0"'));
    });
    await new Promise<void>((resolve) => {
      keys.listen(0, "127.0.0.1", resolve);
    });
    const { port } = keys.address() as AddressInfo;
    service = await testService({ DOORS: "items", JWKS_URL: `http://127.0.0.1:${port}` });
  });

  after(async () => {
    await service.stop();
    keys.close();
    keys.closeAllConnections();
  });

  for (const given of ["nothing", "a fault", "no key"] as const) {
    it(`answers 503, for nobody knows who asks, while there is ${given} there`, async () => {
      answer = given;
      const response = await service.ask("ada", "/items");
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "2");
      const { detail } = (await response.json()) as { detail: string };
      assert.equal(detail, "Tokens can't be checked for a moment.");
    });
  }

  it("takes the tokens of a new key as soon as it is there, whatever was shown before", async () => {
    answer = "other keys";
    assert.equal((await service.ask("ada", "/items")).status, 401);
    answer = "the keys";
    assert.equal((await service.ask("ada", "/items")).status, 200);
  });

  it("lets people in again when they are there, and needs them no more", async () => {
    answer = "the keys";
    assert.equal((await service.ask("ada", "/items")).status, 200);
    answer = "nothing";
    assert.equal((await service.ask("bob", "/items")).status, 200);
  });
});
