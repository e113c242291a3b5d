import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import type { Case } from "../../support/cases.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
export const REGISTRY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;
export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A container that complies with every control, but for what is changed. */
export function container(change: Properties = {}): Properties {
  return {
    name: "app",
    image: `${REGISTRY}/app@${DIGEST}`,
    user: "10001:10001",
    readonlyRootFilesystem: true,
    environment: [{ name: "NODE_ENV", value: "production" }],
    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/dev/app" } },
    ...change,
  };
}

/** Container definitions as most programs write them. */
export function text(...containers: Value[]): string {
  return JSON.stringify(containers);
}

/** A task of one container, as text. */
export function task(change: Properties = {}): PolicyResource[] {
  return [
    resource(TASK, "task", {
      family: "app",
      networkMode: "awsvpc",
      containerDefinitions: text(container()),
      ...change,
    }),
  ];
}

/** Cases with another container, in each of the forms that mean the same. */
export function inEachForm(title: string, change: Properties, messages: readonly string[]): Case[] {
  const path = "containerDefinitions";
  const bad = container(change);
  return [
    { title, path, value: text(bad), messages },
    { title: `${title}, in a list`, path, value: [bad], messages },
    { title: `${title}, alone`, path, value: bad, messages },
    {
      title: `${title}, beside another`,
      path,
      value: text(container({ name: "sidecar" }), bad),
      messages,
    },
    {
      title: `${title}, beside an unknown one`,
      path,
      value: [{ $unknown: true }, bad],
      messages,
    },
  ];
}

/** Changes of the container that are as good. */
export function accepted(...cases: [title: string, change: Properties][]): Case[] {
  return cases.map(([title, change]) => ({
    title,
    path: "containerDefinitions",
    value: text(container(change)),
  }));
}
