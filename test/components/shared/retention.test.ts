import assert from "node:assert/strict";

import { LOG_RETENTION_DAYS } from "../../../components/shared/retention.ts";

describe("LOG_RETENTION_DAYS", () => {
  it("T19: is AWS's list, without 0, which never ends", () => {
    assert.deepEqual(
      [...LOG_RETENTION_DAYS],
      [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
        3288, 3653,
      ],
    );
  });
});
