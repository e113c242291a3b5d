import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { at, ofType } from "../support/graph.ts";
import { literal, mutant, set } from "./breaking.ts";
import { CACHE, MEMORY, PASSWORD, some, sources, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const USERS = "aws:memorydb/acl:Acl";
const USER = "aws:memorydb/user:User";

/** Stores that speak Redis, of which a stack has one kind or the other. */
function redisStores(graph: Graph): Resource[] {
  const found = [...ofType(graph, CACHE), ...ofType(graph, MEMORY)];
  assert.ok(found.length > 0, "there is no cache");
  return found;
}

/** Traps of caches; a stack has one kind or the other. */
export const cacheTraps: readonly Trap[] = [
  {
    id: "T75",
    title: "a cache takes TLS with a token only, and changing the token locks the old one out",
    check: (graph) => {
      for (const store of redisStores(graph).filter(({ type }) => type === CACHE)) {
        const { name, inputs } = store;
        assert.equal(inputs["transitEncryptionEnabled"], true, name);
        assert.equal(inputs["transitEncryptionMode"], "required", name);
        assert.deepEqual(inputs["authToken"], { $secret: true }, name);
        assert.equal(inputs["authTokenUpdateStrategy"], "SET", name);
        const [token] = sources(graph, store, "authToken", PASSWORD);
        assert.match(textOf(token?.inputs["overrideSpecial"]), /^[!&#$^<>-]+$/, name);
      }
      assert.deepEqual(ofType(graph, "aws:elasticache/cluster:Cluster"), []);
    },
    mutants: [
      set("plain text", CACHE, { transitEncryptionEnabled: false }),
      set("TLS if the client likes", CACHE, { transitEncryptionMode: "preferred" }),
      set("no token", CACHE, { authToken: null }),
      set("AWS's strategy", CACHE, { authTokenUpdateStrategy: null }),
      set("an asterisk in the token", PASSWORD, { overrideSpecial: "!*" }),
    ],
  },
  {
    id: "T76",
    title: "failover has somewhere to go, and the cache's name fits",
    check: (graph) => {
      for (const { name, type, inputs } of redisStores(graph)) {
        const id = textOf(inputs[type === CACHE ? "replicationGroupId" : "name"]);
        assert.match(id, /^[a-z][a-z0-9-]{0,39}$/, name);
        if (type !== CACHE) continue;
        const replicas = Number(inputs["numCacheClusters"]) > 1;
        assert.equal(inputs["automaticFailoverEnabled"], replicas, name);
        assert.equal(inputs["multiAzEnabled"], replicas, name);
        assert.equal(typeof inputs["transitEncryptionEnabled"], "boolean", name);
      }
    },
    mutants: [
      set("failover of one node", CACHE, { numCacheClusters: 1, automaticFailoverEnabled: true }),
      set("zones without failover", CACHE, { automaticFailoverEnabled: false }),
      set("a long name", CACHE, { replicationGroupId: "a".repeat(41) }),
    ],
  },
];

/** Traps of stacks with MemoryDB. */
export const optionalCacheTraps: readonly Trap[] = [
  {
    id: "T75",
    title: "MemoryDB takes TLS only, from users that have a password",
    check: (graph) => {
      for (const cluster of some(graph, MEMORY)) {
        assert.equal(cluster.inputs["tlsEnabled"], true, cluster.name);
        const [acl] = sources(graph, cluster, "aclName", USERS);
        assert.ok(acl, `${cluster.name} admits everybody`);
        const users = sources(graph, acl, "userNames", USER);
        assert.ok(users.length > 0, `${cluster.name} admits nobody of this stack`);
        for (const { name, inputs } of users) {
          assert.equal(at(inputs, "authenticationMode", "type"), "password", name);
          assert.deepEqual(at(inputs, "authenticationMode", "passwords", 0), { $secret: true });
        }
      }
    },
    mutants: [
      set("plain text", MEMORY, { tlsEnabled: false }),
      mutant("open access", MEMORY, literal("aclName", "open-access")),
      set("no password", USER, { authenticationMode: { type: "no-password-required" } }),
    ],
  },
];
