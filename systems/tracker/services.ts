import type { HealthCheck } from "../../components/edge/targetGroup.ts";
import type { AnisetteClient } from "../../config/schema/tracker.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { ANISETTE } from "./contract.ts";

/** Images that are built for the tracker; each has a repository of its name. */
export const IMAGES = {
  api: "tracker-api",
  frontend: "tracker-frontend",
  admin: "tracker-admin",
  anisette: "tracker-anisette",
  services: "tracker-services",
} as const;
/** One of them. */
export type ImageName = keyof typeof IMAGES;

/** How the balancer reaches a service. */
export interface PublicPlan {
  /** Last part of the target group's name, which has 32 characters in all (T37). */
  readonly target: string;
  /** Path that answers 200 while a task is well. */
  readonly healthPath: string;
  /** Whose requests it gets; `rest` are those that no other takes. */
  readonly route: "rest" | PublicRoute;
}

/** Paths of a service, and which of two rules that fit is asked first. */
interface RoutePlan {
  /** Lower wins. */
  readonly priority: number;
  /** With `*` and `?`. */
  readonly paths: readonly string[];
}

/** What the balancer leads to a service. */
export interface PublicRoute extends RoutePlan {
  /**
   * In place of `paths` where the tracker asks people to sign in: `open` does not, before `closed`
   * does. What is open has no wildcard, or it would be a way round.
   * @default nobody is asked
   */
  readonly signIn?: { readonly open: RoutePlan; readonly closed: RoutePlan };
}

/** A service as S-TRACKER-10 declares it. */
export interface ServicePlan {
  /** What service, task, roles and log are called. */
  readonly identifier: string;
  /** What it runs. */
  readonly image: ImageName;
  /** Instead of the image's own command. */
  readonly command?: readonly string[] | undefined;
  /** CPU units, 1024 = 1 vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** TCP port; workers have none. */
  readonly port?: number;
  /** Set where the balancer reaches it. */
  readonly public?: PublicPlan;
  /** Whether it uses database and cache; pages are files that a browser loads. */
  readonly backend: boolean;
  /** Whether it mounts the file system. */
  readonly files: boolean;
  /** Whether it asks the anisette server. */
  readonly asksAnisette: boolean;
  /** First label of its private name. */
  readonly discovery?: string;
}

/** How the balancer asks each of them. */
export const HEALTH = {
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  timeoutSeconds: 5,
  intervalSeconds: 30,
} as const satisfies HealthCheck;

/** The worker that asks the anisette server, and shares its files. */
const ANISETTE_CLIENT: AnisetteClient = "tracker-fetcher-2";

const SMALL = { cpu: 256, memory: 512 } as const;
const ALONE = { backend: false, files: false, asksAnisette: false } as const;

/** What always runs. */
const ALWAYS: readonly ServicePlan[] = [
  {
    ...ALONE,
    identifier: "tracker-api",
    image: "api",
    cpu: 512,
    memory: 1024,
    port: 8000,
    backend: true,
    public: {
      target: "t-api",
      healthPath: "/api/v1/health",
      route: { priority: 10, paths: ["/api/*", "/api/v1/*", "/docs", "/redoc", "/openapi.json"] },
    },
  },
  {
    ...ALONE,
    ...SMALL,
    identifier: "tracker-frontend",
    image: "frontend",
    port: 80,
    public: { target: "t-web", healthPath: "/", route: "rest" },
  },
  {
    ...ALONE,
    ...SMALL,
    identifier: "tracker-admin",
    image: "admin",
    port: 80,
    public: {
      target: "t-adm",
      healthPath: "/",
      route: {
        priority: 20,
        paths: ["/admin*", "/health*"],
        signIn: {
          // To the letter: a server takes /health/../admin, however it is spelled, for /admin.
          open: { priority: 19, paths: ["/health"] },
          closed: { priority: 20, paths: ["/admin*", "/health*"] },
        },
      },
    },
  },
];

const ANISETTE_SERVER: ServicePlan = {
  ...ALONE,
  ...SMALL,
  identifier: "tracker-anisette",
  image: "anisette",
  port: ANISETTE.port,
  files: true,
  discovery: ANISETTE.label,
};

/** All services of a tracker, from its settings: the one list that everything else reads. */
export function plannedServices(
  settings: Pick<TrackerSettings, "enableWorkers" | "workers" | "enableAnisette">,
): ServicePlan[] {
  const { enableWorkers, workers, enableAnisette } = settings;
  const working = enableWorkers ? Object.entries(workers) : [];
  return [
    ...ALWAYS,
    ...working.map(([identifier, command]): ServicePlan => {
      const asks = identifier === ANISETTE_CLIENT;
      return {
        ...SMALL,
        identifier,
        image: "services",
        command,
        backend: true,
        files: asks,
        asksAnisette: asks,
      };
    }),
    ...(enableAnisette ? [ANISETTE_SERVER] : []),
  ];
}
