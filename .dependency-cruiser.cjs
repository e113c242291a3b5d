/**
 * The room table of ARCHITECTURE.md as rules: who may import whom.
 * Every rule is an error; `npm run lint:rooms` runs it.
 */
const room = (name) => `^${name}/`;

/** A room and the rooms of this repository that it may import from, beside itself. */
const MAY_USE = {
  config: ["components/shared"],
  systems: ["components", "app/contract.ts", "functions/[a-z-]+/contract.ts", "config"],
  components: [],
  "policy-pack": [],
  plan: ["policy-pack", "config", "index.ts"],
  app: [],
  functions: [],
  tools: ["config", "components", "systems", "plan", "policy-pack", "app", "functions", "index.ts"],
};

/** Concerns of components from the lowest to the highest; a file imports its own or a lower one. */
const LAYERS = [
  ["shared"],
  ["identity", "keys"],
  ["observability", "storage"],
  ["network", "detection"],
  ["edge", "data"],
  ["compute"],
  ["automation"],
];

const outside = (allowed) => allowed.map((name) => (name.includes(".") ? `^${name}$` : room(name)));

module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    { name: "unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...Object.entries(MAY_USE).map(([name, allowed]) => ({
      name: `room-${name}`,
      severity: "error",
      from: { path: room(name) },
      to: {
        path: "^(index\\.ts$|[a-z-]+/)",
        pathNot: [room(name), "^node_modules/", ...outside(allowed)],
        // Some parts of Node.js look like rooms: `timers/promises`.
        dependencyTypesNot: ["core"],
      },
    })),
    ...LAYERS.slice(0, -1).map((names, level) => ({
      name: `components-${names.join("-")}-looks-down`,
      severity: "error",
      from: { path: `^components/(${names.join("|")})/` },
      to: {
        path: `^components/(${LAYERS.slice(level + 1)
          .flat()
          .join("|")})/`,
      },
    })),
    {
      name: "index-composes",
      severity: "error",
      from: { path: "^index\\.ts$" },
      to: {
        path: "^[a-z-]+/",
        pathNot: ["^node_modules/", "^(config|systems|components/shared)/"],
      },
    },
    {
      name: "systems-take-types-of-config",
      severity: "error",
      from: { path: "^systems/" },
      to: { path: "^config/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "tests-stay-in-tests",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
