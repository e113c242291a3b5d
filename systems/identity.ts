import * as pulumi from "@pulumi/pulumi";

import { functionArnOf } from "../components/compute/functionStatements.ts";
import { auditorStatements } from "../components/identity/auditorStatements.ts";
import { BreakGlass } from "../components/identity/breakGlass.ts";
import { deployStatements } from "../components/identity/deployStatements.ts";
import { githubTrust } from "../components/identity/githubTrust.ts";
import { DEPLOY_IDENTIFIER, guardrailStatements } from "../components/identity/guardrails.ts";
import { JobFunction } from "../components/identity/jobFunction.ts";
import {
  developerStatements,
  devOpsStatements,
  readOnlyStatements,
  type Workplace,
} from "../components/identity/jobStatements.ts";
import { ManagedPolicy } from "../components/identity/managedPolicy.ts";
import {
  type Release,
  releaseStatements,
  servicesArnOf,
} from "../components/identity/releaseStatements.ts";
import { Role } from "../components/identity/role.ts";
import { secondFactorStatements } from "../components/identity/secondFactor.ts";
import { readStateStatements, writeStateStatements } from "../components/identity/stateBackend.ts";
import { BREAK_GLASS_RULE } from "../components/identity/watchers.ts";
import { shiftsTraffic } from "../components/shared/deployment.ts";
import type { Environment } from "../components/shared/environment.ts";
import type { Statement } from "../components/shared/policy.ts";
import type { IdentitySettings, PlatformSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import { baselineArns } from "./identity/baseline.ts";
import { BreakGlassWatch } from "./identity/breakGlassWatch.ts";
import { PAGE } from "./music/names.ts";
import { CLUSTER_IDENTIFIER } from "./platform/application.ts";
import { SERVICE_IDENTIFIER } from "./platform/applicationTarget.ts";
import { ROTATION_IDENTIFIER } from "./platform/rotation.ts";

/** Who works with the environment, and what the stack file says of them. */
export interface IdentityArgs {
  /** Ceiling of the pipeline's roles, and the key that people may use. */
  readonly foundation: Foundation;
  /** Its critical topic hears of break-glass. */
  readonly alerts: Alerts;
  /** The stack file's `identity` block. */
  readonly settings: IdentitySettings;
  /** Whether images are pushed here, and the zone that deployments add records to. */
  readonly platform: PlatformSettings;
  /** Whether the environment serves a page: whoever deploys or releases it is let to it. */
  readonly servesPage: boolean;
  /** Identifiers of the other services in the platform's cluster, which run its image. @default none */
  readonly besideServices?: readonly string[] | undefined;
  /** What else is released; it may be in another region. @default nothing */
  readonly fleet?: Release | undefined;
}

/** Seconds for which a deployment may go on; a database alone takes half an hour. */
const DEPLOY_SECONDS = 2 * 3600;

/** AWS's own policies by which the preview reads what is there. */
const READING = ["SecurityAudit", "job-function/ViewOnlyAccess"];

/**
 * Those who work with the environment from outside: jobs of GitHub Actions (P-IAM-1), people by
 * their job (P-IAM-2), and what is denied to all of them in production (P-IAM-4). Cost: that of
 * {@link BreakGlassWatch}.
 */
export class Identity extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Identity";
  /** ARNs of the roles that workflows ask for; none without a repository. */
  public readonly pipelineRoles: Readonly<Record<string, pulumi.Output<string>>>;

  readonly #args: IdentityArgs;

  constructor(name: string, args: IdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Identity.token, name, {}, opts);
    this.#args = args;
    const { settings } = args;
    const { environment } = args.foundation;

    // Roles have them in their boundary; these are for people.
    const guardrails = settings.guardrails
      ? {
          guardrails: this.#policy(
            "guardrails",
            "What nobody does in production but by break-glass",
            guardrailStatements(environment),
          ),
        }
      : {};
    this.pipelineRoles = settings.github ? this.#pipeline(settings.github) : {};
    if (settings.people === "owns") {
      this.#people(guardrails);
      new BreakGlass("break-glass", { environment }, { parent: this });
      new BreakGlassWatch(BREAK_GLASS_RULE, args, { parent: this });
    }
    this.registerOutputs({ pipelineRoles: this.pipelineRoles });
  }

  #policy(identifier: string, description: string, statements: Statement[]): ManagedPolicy {
    const { environment } = this.#args.foundation;
    return new ManagedPolicy(
      identifier,
      { environment, identifier, description, statements },
      { parent: this },
    );
  }

  /**
   * The environment in whichever region the boundary lets its roles work. With one region that is its
   * own; with several, names stand for what is in any of them.
   */
  #everywhere(): Environment {
    const { foundation, fleet } = this.#args;
    const { environment } = foundation;
    const isApart = fleet !== undefined && fleet.environment.region !== environment.region;
    return isApart ? { ...environment, region: "*" } : environment;
  }

  /** Three roles of the pipeline, each for exact jobs of the one repository. */
  #pipeline({
    repository,
    environment: deployments,
  }: NonNullable<IdentitySettings["github"]>): Record<string, pulumi.Output<string>> {
    const { foundation, platform, servesPage, fleet, besideServices = [] } = this.#args;
    const { environment, boundary } = foundation;
    const everywhere = this.#everywhere();
    const parent = { parent: this };
    const base = { environment, boundary };
    const jobs = githubTrust(environment, repository, { environment: deployments });

    const preview = new Role(
      "preview",
      {
        ...base,
        identifier: "preview",
        service: githubTrust(environment, repository, "pull_request"),
        policies: { state: readStateStatements(environment) },
        managedPolicies: READING,
      },
      parent,
    );
    const { zone, distribution } = platform.edge;
    const shares = deployStatements({
      environment: everywhere,
      hostedZoneId: zone.mode === "adopt" ? zone.id : undefined,
      distributes: distribution !== undefined || servesPage,
      shiftsTraffic: shiftsTraffic(platform.service.deployment),
      servesPage,
      baseline: baselineArns(everywhere),
      // Each database of the environment has one whose name begins like this.
      rotatorArn: `${functionArnOf({ environment: everywhere, identifier: ROTATION_IDENTIFIER })}*`,
    });
    const deploy = new Role(
      "deploy",
      {
        ...base,
        identifier: DEPLOY_IDENTIFIER,
        service: jobs,
        sessionSeconds: DEPLOY_SECONDS,
        policies: { state: writeStateStatements(environment) },
        ownPolicies: Object.fromEntries(
          Object.entries(shares).map(([share, statements]) => [
            share,
            this.#policy(share, "A share of what a deployment may do", statements),
          ]),
        ),
      },
      parent,
    );
    const release = new Role(
      "release",
      {
        ...base,
        identifier: "release",
        service: jobs,
        policies: {
          release: releaseStatements({
            environment,
            services: [SERVICE_IDENTIFIER, ...besideServices],
            repositories: [SERVICE_IDENTIFIER],
            cluster: CLUSTER_IDENTIFIER,
            pushes: platform.repository.mode === "own",
            pageBucket: servesPage ? PAGE : undefined,
          }),
          ...(fleet && { "release-fleet": releaseStatements(fleet) }),
        },
      },
      parent,
    );
    return { preview: preview.arn, deploy: deploy.arn, release: release.arn };
  }

  /** Five groups by job; all ask for a second factor, and those that change things are guarded. */
  #people(guardrails: Readonly<Record<string, ManagedPolicy>>): void {
    const { foundation, fleet, besideServices = [] } = this.#args;
    const environment = this.#everywhere();
    const parent = { parent: this };
    const workplace: Workplace = {
      environment,
      keyAlias: foundation.key.alias,
      services: [SERVICE_IDENTIFIER, ...besideServices],
      cluster: CLUSTER_IDENTIFIER,
      fleet: fleet && servicesArnOf(fleet),
    };
    const mfa = this.#policy(
      "second-factor",
      "Nothing without a second factor but to get one",
      secondFactorStatements(environment),
    );
    const reading = this.#policy(
      "read-only",
      "Sees what runs and how, never data",
      readOnlyStatements(workplace),
    );
    const developing = this.#policy(
      "developer",
      "Reads logs and starts the service anew",
      developerStatements(workplace),
    );
    const running = this.#policy(
      "devops",
      "Runs the environment from day to day",
      devOpsStatements(workplace),
    );
    const auditing = this.#policy(
      "security-auditor",
      "Reads how all is set up and changes nothing",
      auditorStatements(environment),
    );
    const groups: Readonly<Record<string, Readonly<Record<string, ManagedPolicy>>>> = {
      admin: guardrails,
      developer: { reading, developing, ...guardrails },
      devops: { reading, developing, running, ...guardrails },
      "security-auditor": { auditing },
      "read-only": { reading },
    };
    for (const [identifier, policies] of Object.entries(groups)) {
      new JobFunction(
        identifier,
        {
          environment,
          identifier,
          policies: { mfa, ...policies },
          awsPolicies: identifier === "admin" ? ["AdministratorAccess"] : [],
        },
        parent,
      );
    }
  }
}
