import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

export const secretCmk = defineControl({
  id: "secret-cmk",
  title: "Secrets are encrypted with a customer key",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CP-9", "SC-13", "SC-28(1)"] },
  cause: "Whoever may read the secret needs no leave to use a key, and no key can be withdrawn.",
  remedy: "Set kmsKeyId to the environment's key",
  types: ["aws:secretsmanager/secret:Secret"],
  scope: "resource",
  check({ resource }) {
    const replicas = () => resource.at("replicas").items();
    const places = [() => ["kmsKeyId"], () => replicas().map(({ path }) => `${path}.kmsKeyId`)];
    return each(places, (paths) =>
      each(paths(), (path) =>
        expect(hasCustomerKey(resource, path), `${path} names no customer key`, path),
      ),
    );
  },
});
