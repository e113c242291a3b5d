import * as pulumi from "@pulumi/pulumi";

import { type ApiEnvironment, DOCUMENTS_NODE_OPTIONS, STATUS_PATH } from "../../app/contract.ts";
import {
  APPLICATION_ENTRY,
  applicationArchive,
} from "../../components/compute/applicationArchive.ts";
import { Artefact } from "../../components/compute/artefact.ts";
import { nodeRuntime } from "../../components/compute/boot/nodeRuntime.ts";
import { type ArtefactReference, nodeService } from "../../components/compute/boot/nodeService.ts";
import { bootScript } from "../../components/compute/boot/script.ts";
import { HostGroup, type HostGroupTarget } from "../../components/compute/hostGroup.ts";
import { secretNameOf } from "../../components/keys/secret.ts";
import { Connection } from "../../components/network/securityGroup.ts";
import { nameOf } from "../../components/shared/environment.ts";
import type { DocumentsSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import type { Platform } from "../platform.ts";
import { JWT_SECRET_PATH } from "../platform/secrets.ts";
import { ARTEFACTS, hostStatements, IDENTIFIER } from "./access.ts";
import { type DocumentsEdge, PORT } from "./edge.ts";
import type { DocumentsStore } from "./store.ts";

/** What the hosts stand on, and who calls them. */
export interface DocumentsHostsArgs {
  /** Key, ceiling and access logs. */
  readonly foundation: Foundation;
  /** Its network holds the hosts, and its endpoints are their way to AWS. */
  readonly platform: Platform;
  /** Who calls them. */
  readonly edge: DocumentsEdge;
  /** What they keep documents in. */
  readonly store: DocumentsStore;
  /** The stack file's `documents` block. */
  readonly settings: DocumentsSettings;
  /** Names of alarms that end a refresh. */
  readonly haltAlarms: readonly pulumi.Output<string>[];
}

/** Where the process's output goes (S-DOCS-5). */
const LOG_FILE = "/var/log/app/document-service.log";

/** GiB of a host's volume: the system, a runtime, a week of logs. */
const ROOT_GIB = 8;

/** Seconds of a first boot, with time to spare: image, runtime and archive are there in two minutes. */
const GRACE_SECONDS = 300;

/** Seconds by which the application outlasts the load balancer, or clients see 502 (T36). */
const KEEP_ALIVE_MARGIN = 5;

const MEBIBYTE = 1_048_576;

/**
 * The hosts that take uploads (S-DOCS-1, 2, 5), and the archive that they run. Another archive, like
 * any other change of how a host is made, replaces them one by one. Cost: that of {@link HostGroup},
 * t3.micro 7.59 USD a month with 0.64 for its volume and 2.10 for detailed monitoring, and of
 * {@link Artefact}.
 */
export class DocumentsHosts extends pulumi.ComponentResource {
  public static readonly token = "rampart:documents:DocumentsHosts";
  /** The hosts. */
  public readonly group: HostGroup;

  constructor(name: string, args: DocumentsHostsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DocumentsHosts.token, name, {}, opts);
    const { foundation, platform, settings } = args;
    const { environment, key, boundary, accessLogs } = foundation;
    const { vpc } = platform;
    const parent = { parent: this };

    const artefact = new Artefact(
      "documents-artefacts",
      { environment, key, accessLogs, identifier: ARTEFACTS, archive: applicationArchive() },
      parent,
    );
    this.group = new HostGroup(
      "documents",
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
        instanceType: settings.instanceType,
        rootGiB: ROOT_GIB,
        userData: firstBoot(args, artefact.reference),
        statements: hostStatements(foundation, settings.access),
        minimum: settings.instances.minimum,
        maximum: settings.instances.maximum,
        target: targetOf(args.edge),
        graceSeconds: GRACE_SECONDS,
        startsAfter: [artefact, args.store, platform.secrets, vpc],
        haltAlarms: args.haltAlarms,
      },
      parent,
    );
    if (vpc.endpointsGroup) {
      new Connection(
        "documents-to-endpoints",
        { from: this.group.securityGroup, to: vpc.endpointsGroup, port: 443 },
        parent,
      );
    }

    this.registerOutputs({ groupName: this.group.groupName });
  }
}

function targetOf({
  targetGroup,
  loadBalancer,
  routes,
}: DocumentsEdge): HostGroupTarget | undefined {
  return targetGroup && { targetGroup, loadBalancerGroup: loadBalancer.securityGroup, routes };
}

/** All of it is known before anything exists. */
function firstBoot(args: DocumentsHostsArgs, artefact: ArtefactReference): string {
  return bootScript([
    nodeRuntime(),
    ...nodeService({
      name: IDENTIFIER,
      description: "Metadata of documents",
      artefact,
      command: [APPLICATION_ENTRY, "api"],
      environment: { ...environmentOf(args) },
      logFile: LOG_FILE,
      healthUrl: `http://127.0.0.1:${PORT}${STATUS_PATH}`,
    }),
  ]);
}

function environmentOf({ foundation, settings }: DocumentsHostsArgs): ApiEnvironment {
  const { environment } = foundation;
  return {
    NODE_ENV: "production",
    NODE_OPTIONS: DOCUMENTS_NODE_OPTIONS,
    AWS_REGION: environment.region,
    PORT: String(PORT),
    KEEP_ALIVE_SECONDS: String(settings.idleTimeoutSeconds + KEEP_ALIVE_MARGIN),
    DOORS: "documents",
    DOCUMENTS_TABLE: nameOf(environment, "table", IDENTIFIER),
    UPLOAD_BYTES: String(settings.uploadMebibytes * MEBIBYTE),
    ...(settings.access === "open"
      ? { OPEN_DOORS: "documents" }
      : {
          JWT_SECRET: secretNameOf(environment, JWT_SECRET_PATH),
          JWT_ISSUER: `${environment.project}-${environment.name}`,
          JWT_AUDIENCE: "documents",
        }),
  };
}
