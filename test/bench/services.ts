import { Cluster } from "../../components/compute/cluster.ts";
import { FargateService } from "../../components/compute/fargateService.ts";
import { repositoryReference } from "../../components/compute/repository.ts";
import { record } from "../../plan/recorder.ts";
import { foundation, testEnvironment } from "../support/fixtures.ts";
import { interleaved, type Run } from "./measure.ts";

/** Numbers of services of the programs that are timed. */
const COUNTS = [1, 10, 25, 50] as const;

/** Records a program of so many services, which share a cluster and nothing else. */
function recordServices(count: number): Promise<unknown> {
  const environment = testEnvironment();
  const repository = repositoryReference(
    "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-ecr-api",
  );
  const program = () => {
    const { key, boundary } = foundation(environment);
    const cluster = new Cluster("cluster", {
      environment,
      key,
      identifier: "main",
      logRetentionDays: 30,
    });
    for (let index = 0; index < count; index += 1) {
      const identifier = `service-${index}`;
      new FargateService(identifier, {
        environment,
        key,
        boundary,
        cluster,
        identifier,
        vpcId: "vpc-1",
        subnetIds: ["subnet-1", "subnet-2"],
        image: { repository, digest: `sha256:${"a".repeat(64)}` },
        cpu: 256,
        memory: 512,
        port: 8000,
        healthCheck: { command: ["CMD", "true"] },
        scaling: { minimum: 1, maximum: 2, cpuPercent: 70, memoryPercent: 80 },
        spotPercent: 0,
        deployment: { minimumHealthyPercent: 50, maximumPercent: 200 },
        debugShell: false,
        logRetentionDays: 30,
      });
    }
  };
  return record(program, { project: "rampart", stack: "dev", config: {} });
}

/** How the work of a program grows with its services. */
export interface Growth {
  readonly points: readonly Point[];
  /** Milliseconds for one more service, of a program of 25 and of one of 50. */
  readonly perService25: number;
  readonly perService50: number;
  /** 1 is linear; above, a program of twice the services takes more than twice the work. */
  readonly ratio: number;
}

/** A program of so many services. */
type Point = { readonly services: number } & Pick<Run, "workMilliseconds" | "gcMilliseconds">;

/** Times programs of growing numbers of services. */
export async function measureGrowth(rounds: number): Promise<Growth> {
  const runs = await interleaved(
    new Map(COUNTS.map((count) => [String(count), () => recordServices(count)])),
    rounds,
  );
  const points = COUNTS.map((services): Point => {
    const { workMilliseconds = NaN, gcMilliseconds = NaN } = runs.get(String(services)) ?? {};
    return { services, workMilliseconds, gcMilliseconds };
  });
  const at = (services: (typeof COUNTS)[number]) =>
    points.find((point) => point.services === services)?.workMilliseconds ?? NaN;
  const perService25 = (at(25) - at(1)) / 24;
  const perService50 = (at(50) - at(1)) / 49;
  return { points, perService25, perService50, ratio: perService50 / perService25 };
}
