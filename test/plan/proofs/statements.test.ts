import assert from "node:assert/strict";

import fc from "fast-check";

import type { Graph, Resource } from "../../../plan/graph/resource.ts";
import { TYPE } from "../../../plan/proofs/types.ts";
import { policyOf } from "../../support/graph.ts";
import { stackGraph } from "../../support/stacks.ts";
import { faultsOf } from "./planted.ts";

const PROPERTIES: Readonly<Record<string, string>> = {
  [TYPE.bucketPolicy]: "policy",
  [TYPE.key]: "policy",
  [TYPE.logPolicy]: "policyDocument",
  [TYPE.queuePolicy]: "policy",
  [TYPE.topicPolicy]: "policy",
};

/** A statement of a policy of what is written to. */
interface Place {
  readonly resource: Resource;
  readonly sid: string;
}

const titleOf = ({ resource, sid }: Place): string =>
  `${resource.type.split(":").at(-1) ?? ""} ${resource.name} ${sid}`;
/** What no two places share; topics of two regions have the same title. */
const idOf = ({ resource, sid }: Place): string => `${resource.urn} ${sid}`;

/** Statements without which everything still arrives, and why they are there. */
const UNNEEDED: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/ TlsOnly$/, "it denies what comes without TLS, and nothing does"],
  [/^Key main-key HostGroups/, "Auto Scaling starts hosts by them, and no delivery does"],
  [/ ObjectsOnlyForRoles$/, "it denies what others do with objects, and no delivery does that"],
  [
    /^Key (?:region-alerts|tracker)-key DelegateToIam$/,
    "it leaves the key to the account's administrators; what is delivered in that region comes from services, which the key names itself",
  ],
  [/^BucketPolicy music-page OneDistributionReads$/, "CloudFront reads the page by it"],
  [
    / (?:EncryptedByS3Alone|No(?:OtherEncryption|KeyOfTheCaller|KeyOfTheSender|OtherStorageClass))$/,
    "they deny what an uploader may state of an object's storage, and no delivery puts objects there",
  ],
  [
    /^TopicPolicy (critical|info) (Budgets|CostAnomalies|Events)$/,
    "every topic takes what any service tells, for severity is the sender's choice; today's have others",
  ],
];

function placesOf({ resources }: Graph): Place[] {
  return resources.flatMap((resource) => {
    const property = PROPERTIES[resource.type];
    if (property === undefined) return [];
    return policyOf(resource, property).Statement.map(({ Sid }) => ({ resource, sid: Sid }));
  });
}

/** The stack without some statements. */
function without(graph: Graph, places: readonly Place[]): Graph {
  const gone = new Set(places.map(idOf));
  const resources = graph.resources.map((resource) => {
    const property = PROPERTIES[resource.type];
    if (property === undefined) return resource;
    const document = policyOf(resource, property);
    const Statement = document.Statement.filter(
      ({ Sid }) => !gone.has(idOf({ resource, sid: Sid })),
    );
    const policy = JSON.stringify({ ...document, Statement });
    return { ...resource, inputs: { ...resource.inputs, [property]: policy } };
  });
  return { ...graph, resources };
}

describe("statements that deliveries stand on", () => {
  let graph: Graph;
  let places: readonly Place[];
  let needed: ReadonlySet<Place>;
  before(async function () {
    this.timeout(60_000);
    graph = await stackGraph("prod");
    places = placesOf(graph);
    needed = new Set(places.filter((place) => faultsOf(without(graph, [place])).length > 0));
  });

  it("P-OBS-3: are all but those that are there for another reason", () => {
    assert.deepEqual(faultsOf(graph), []);
    assert.ok(places.length > 40, `${places.length}`);
    const unneeded = places.filter((place) => !needed.has(place)).map(titleOf);
    const unexplained = unneeded.filter(
      (title) => !UNNEEDED.some(([pattern]) => pattern.test(title)),
    );
    assert.deepEqual(unexplained, []);
    for (const [pattern, reason] of UNNEEDED) {
      assert.ok(
        unneeded.some((title) => pattern.test(title)),
        `no longer so: ${reason}`,
      );
    }
  });

  it("P-OBS-3: are missed by themselves and in any company", () => {
    fc.assert(
      fc.property(fc.subarray([...places]), (gone) => {
        const faults = faultsOf(without(graph, gone));
        assert.equal(
          faults.length > 0,
          gone.some((place) => needed.has(place)),
        );
      }),
      { numRuns: 20 },
    );
  }).timeout(60_000);
});
