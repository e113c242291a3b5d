import { planDocument } from "../../../plan/document.ts";
import { graphFromState } from "../../../plan/graph/fromState.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { deliveriesOf } from "../../../plan/proofs/deliveries.ts";
import { deliveriesPage, deliveriesText } from "../../../plan/proofs/report.ts";
import { diagramSvg } from "../../../plan/readers/diagram/diagram.ts";
import { findingsOf } from "../../../plan/readers/findings.ts";
import { planText, quotasPage } from "../../../plan/text.ts";
import { StackView } from "../../../policy-pack/engine/associations.ts";
import { judge } from "../../../policy-pack/engine/judge.ts";
import {
  type PolicyResource,
  ResourceSet,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import type { OnRead } from "../../../policy-pack/engine/view.ts";
import { consoleReport } from "../../../policy-pack/report/console.ts";
import { reportFiles } from "../../../policy-pack/report/files.ts";
import { type Defect, planted } from "../reference/defect.ts";
import { defects } from "../reference/defects/index.ts";
import { REFERENCE_SETTINGS } from "../reference/reference.ts";
import { controlOf } from "../support/outcome.ts";
import { score, type Score } from "./line.ts";
import { judged } from "./reports.ts";
import { protocolOf, secretOf, stateOf, type Written } from "./state.ts";

const FEWEST = 1000;
/** Every so many-th text is a canary, in turns: if all were, controls would find nothing else. */
const TURNS = 6;

/** What messages and the plan name on purpose: names, sizes, versions, addresses. Nothing secret. */
const NAMES = new Set(
  [
    "Action AWS Federated Service Sid aws:PrincipalArn",
    "aliases availabilityZoneId bucket cidrBlock cidrIpv4 cidrIpv6 dbClusterParameterGroupName",
    "enabledCloudwatchLogsExports engine engineVersion hashKey identifier image instanceClass instanceType",
    "ipProtocol name Name networkMode nodeType ports prefixListId protocol rangeKey region regionName",
    "replicationGroupId serviceName sslPolicy",
    // What the proof of deliveries follows: who sends, by what, to whom, and under which conditions.
    "alarmActions arn AutoScalingGroupName aws:SourceAccount aws:SourceArn awslogs-group",
    "awslogs-region BackupVaultName cloudWatchLogsGroupArn ClusterName Currency DBInstanceIdentifier",
    "detail-type FunctionName logDriver logGroupName metricName namespace NodeName QueueName Region",
    "ServiceName TableName",
    "cloudWatchLogsRoleArn cloudwatchLogGroupArn deadLetterTargetArn destination",
    "destinationResourceArn executionRoleArn family groupName iamRoleArn",
    "kms:EncryptionContext:aws:logs:arn kms:EncryptionContext:aws:sqs:arn kms:ResourceAliases",
    "kms:ViaService logDestination logDestinationConfigs logDestinationType logGroup okActions prefix",
    "role roleArn s3:x-amz-acl s3BucketName subscriberSnsTopicArns targetBucket",
  ].flatMap((line) => line.split(" ")),
);

/** An endpoint is a name of AWS's, or an address with a token in it. */
function isName(property: string, text: string): boolean {
  return NAMES.has(property) || (property === "endpoint" && text.startsWith("arn:"));
}

/** Where programs put secrets by mistake, whatever the resource is. */
const TEMPTING: Readonly<Record<string, Value>> = {
  connectionString: "postgres://app:x@db.example.com/app",
  description: "x",
  environment: { variables: { DB_PASSWORD: "x" } },
  password: "x",
  tags: { Note: "x" },
  userData: "x",
};

/** M11: secrets put wherever a text may stand; none may be shown. */
export async function canaryScores(reference: readonly PolicyResource[]): Promise<Score[]> {
  const marked = new Canaries();
  const plain = new Canaries(isName);
  const tempting = reference.map((resource) =>
    resource.type.startsWith("aws:")
      ? { ...resource, inputs: { ...TEMPTING, ...resource.inputs } }
      : resource,
  );
  for (let turn = 0; turn < TURNS; turn++) {
    const secrets = marked.written(turn, (canary) => secretOf(canary));
    const { plan, shown } = await outputsOf(graphFromState(stateOf(reference, secrets)));
    marked.lookInto([plan, ...shown]);

    // Alone, and as what controls know for a credential; in an address, as the token of a web hook.
    const texts = plain.written(turn, (canary, count, property) => {
      if (property === "endpoint") return `https://app:${canary}@hooks.example.com/${canary}`;
      return count % 2 === 0 ? canary : `postgres://app:${canary}@db.example.com/app`;
    });
    // What is not marked the plan has to state: there it is looked for in what is made of it alone.
    plain.lookInto((await outputsOf(graphFromState(stateOf(tempting, inner(texts))))).shown);
    for (const defect of defects) plain.lookInto([verdictOn(reference, defect, inner(texts))]);
  }
  return [
    marked.score("secrets shown that are marked: reports, plan.json, terminal"),
    plain.score("secrets shown that stand in plain: reports, terminal"),
  ];
}

/** Texts that are planted, and those that were seen. */
class Canaries {
  readonly #isSpared: (property: string, text: string) => boolean;
  #planted = 0;
  readonly #seen = new Set<string>();

  /** @param isSpared What is left as it is. */
  constructor(isSpared: (property: string, text: string) => boolean = () => false) {
    this.#isSpared = isSpared;
  }

  /** Makes every so many-th text a canary, beginning with another one each turn. */
  written(
    turn: number,
    write: (canary: string, count: number, property: string) => unknown,
  ): Written {
    let texts = turn;
    return (text, property) => {
      if (this.#isSpared(property, text) || texts++ % TURNS !== 0) return text;
      const count = this.#planted++;
      return write(`Zq7!canary${count.toString(36)}x9Lw2Rk`, count, property);
    };
  }

  lookInto(outputs: readonly string[]): void {
    for (const output of outputs) {
      for (const [canary] of output.matchAll(/Zq7!canary[0-9a-z]+/g)) this.#seen.add(canary);
    }
  }

  score(what: string): Score {
    return score(
      "M11",
      what,
      `0 of ≥ ${FEWEST}`,
      `${this.#seen.size} of ${this.#planted}`,
      this.#seen.size === 0 && this.#planted >= FEWEST,
    );
  }
}

/** Also the texts inside a text that is JSON: policies, definitions of containers. */
function inner(written: Written): Written {
  return (text, property) => {
    const document = /^[[{]/.test(text) ? parsed(text) : undefined;
    return document === undefined
      ? written(text, property)
      : JSON.stringify(protocolOf(document, written));
  };
}

/** Undefined for what only begins like JSON, such as the pattern of a filter. */
function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** Everything that the plan writes and prints of a state, `plan.json` apart. */
async function outputsOf(graph: Graph): Promise<{ plan: string; shown: string[] }> {
  const report = judged(graph, [], { door: "state" });
  const paths = deliveriesOf(graph);
  const document = planDocument(graph, findingsOf(graph, report, paths));
  const unpainted = (_: unknown, text: string) => text;
  return {
    plan: JSON.stringify(document),
    shown: [
      ...Object.values(reportFiles(report)),
      consoleReport(report, unpainted),
      planText(graph, document, unpainted),
      quotasPage(document),
      deliveriesText(paths, unpainted),
      deliveriesPage(graph, paths),
      await diagramSvg(graph),
    ],
  };
}

/** What the control of a defect says of it with other texts in all that it looks at. */
function verdictOn(reference: readonly PolicyResource[], defect: Defect, written: Written): string {
  const { resources, urn } = planted(reference, defect);
  const control = controlOf(defect.control);
  if (control.scope === "run") return "";
  const ask = (stack: readonly PolicyResource[], onRead?: OnRead) => {
    const set = new ResourceSet(stack);
    const subject = set.byUrn(urn);
    if (subject === undefined) throw new Error(`${urn} is not there`);
    return judge(control, subject, new StackView(set, onRead), REFERENCE_SETTINGS, onRead);
  };
  const read = new Set<string>();
  ask(resources, (from) => read.add(from));
  const { findings, undecided } = ask(
    resources.map((one) => (read.has(one.urn) ? rewritten(one, written) : one)),
  );
  return JSON.stringify([findings, undecided]);
}

function rewritten(resource: PolicyResource, written: Written): PolicyResource {
  const [read] = graphFromState(stateOf([resource], written)).resources;
  return { ...resource, inputs: read?.inputs ?? {} };
}
