import assert from "node:assert/strict";

import { diagramOf } from "../../../../plan/readers/diagram/model.ts";
import { inWords } from "../../../../plan/readers/diagram/words.ts";
import { graphOf, resource } from "../../builder.ts";
import { callers, service, tcp, place, exit, entry, system, partOf } from "./support.ts";

describe("the diagram in words", () => {
  it("says systems, networks, traffic and use of stores", () => {
    const alpha = system("alpha");
    const bucket = partOf(alpha, resource("aws:s3/bucket:Bucket", "page", { bucket: "page" }));
    const front = partOf(
      alpha,
      resource("aws:cloudfront/distribution:Distribution", "front", {}, { origins: bucket }),
    );
    const third = service("third", callers);
    const graph = graphOf(
      alpha,
      bucket,
      front,
      ...place,
      third,
      exit("a", tcp(80)),
      entry("a", tcp(80)),
    );
    assert.equal(
      inWords(diagramOf(graph)),
      [
        "Systems: alpha: 2 resources.",
        "Networks: VPC 10.0.0.0/16.",
        "Allowed traffic.",
        "From the internet to CloudFront (alpha) on 443.",
        "From 2 Fargate services caller and third to Fargate service callee on 80.",
        "Events and use of stores.",
        "From CloudFront (alpha) to S3 bucket page (alpha): reads.",
      ].join(" "),
    );
  });

  it("says nothing of what is not there", () => {
    assert.equal(inWords(diagramOf(graphOf())), "Allowed traffic.");
  });
});
