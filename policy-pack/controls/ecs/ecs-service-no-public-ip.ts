import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";

export const ecsServiceNoPublicIp = defineControl({
  id: "ecs-service-no-public-ip",
  title: "Tasks get no public address",
  severity: "high",
  frameworks: {
    fsbp: ["ECS.2"],
    cis3: [],
    cis7: [],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "The internet reaches the tasks past the load balancer and its firewall.",
  remedy: "Set assignPublicIp to false, and run the tasks in private subnets",
  types: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  scope: "resource",
  check({ resource }) {
    const assign = resource.at("networkConfiguration.assignPublicIp");
    return expect(assign.flag !== true, "The tasks get public addresses", assign);
  },
});
