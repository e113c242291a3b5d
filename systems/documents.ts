import * as pulumi from "@pulumi/pulumi";

import type { ValidationRecord } from "../components/edge/certificate.ts";
import type { DocumentsSettings, OperationsSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import { DocumentsAlarms } from "./documents/alarms.ts";
import { DocumentsDashboard } from "./documents/dashboard.ts";
import { DocumentsEdge } from "./documents/edge.ts";
import { DocumentsHosts } from "./documents/hosts.ts";
import { DocumentsStore } from "./documents/store.ts";
import type { Foundation } from "./foundation.ts";
import type { Platform } from "./platform.ts";
import type { Response } from "./response.ts";

/** What the documents stand on, and what the stack file says of them. */
export interface DocumentsArgs {
  /** Keys, ceiling, vault and access logs. */
  readonly foundation: Foundation;
  /** Where alarms go. */
  readonly alerts: Alerts;
  /** Must know of the documents' openings before they are made. */
  readonly response: Response;
  /** Network, zone and token key, which the documents share. */
  readonly platform: Platform;
  /** The stack file's `documents` block. */
  readonly settings: DocumentsSettings;
  /** The `operations` block: thresholds, and for how long backups are kept. */
  readonly operations: OperationsSettings;
}

/**
 * Metadata of documents (S-DOCS): uploads arrive at a load balancer, hosts count their bytes, a table
 * keeps name, size and time; the content goes nowhere. Cost: about 27 USD a month for the balancer in
 * three zones, 11 for its firewall, 10 for a host, 1 for alarms; see `docs/documents.md`.
 */
export class Documents extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Documents";
  /** What a person looks up. */
  public readonly outputs: Readonly<
    Record<string, pulumi.Output<string> | pulumi.Output<ValidationRecord[]> | string>
  >;

  constructor(name: string, args: DocumentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Documents.token, name, {}, opts);
    const { foundation, alerts, platform, settings, operations } = args;
    const { environment } = foundation;
    const parent = { parent: this };

    const store = new DocumentsStore(
      "documents-store",
      { foundation, settings, backup: operations.backup },
      parent,
    );
    const edge = new DocumentsEdge(
      "documents-edge",
      { foundation, platform, settings, openAfter: args.response.guards },
      parent,
    );
    const alarms = new DocumentsAlarms(
      "documents-alarms",
      { environment, alerts, thresholds: operations.alerts.thresholds, edge, settings },
      parent,
    );
    const hosts = new DocumentsHosts(
      "documents-hosts",
      { foundation, platform, edge, store, settings, haltAlarms: alarms.deployment },
      parent,
    );
    new DocumentsDashboard(
      "documents-dashboard",
      { environment, alarms, vpc: platform.vpc },
      parent,
    );

    this.outputs = {
      url: `https://${settings.host}`,
      loadBalancer: edge.loadBalancer.dnsName,
      hosts: hosts.group.groupName,
      table: store.table.tableName,
      exports: foundation.backups.bucketName,
      ...(edge.certificate.validationRecords && {
        validationRecords: edge.certificate.validationRecords,
      }),
    };
    this.registerOutputs(this.outputs);
  }
}
