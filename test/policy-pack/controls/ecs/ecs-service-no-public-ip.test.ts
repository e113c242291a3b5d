import { ecsServiceNoPublicIp } from "../../../../policy-pack/controls/ecs/ecs-service-no-public-ip.ts";
import { itBehaves } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const MESSAGES = ["The tasks get public addresses"];
const NETWORK = "networkConfiguration";

describe("ecs-service-no-public-ip", () => {
  for (const type of ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"]) {
    describe(type, () => {
      itBehaves({
        control: ecsServiceNoPublicIp,
        compliant: [
          resource(type, "app", {
            networkConfiguration: { assignPublicIp: false, subnets: ["subnet-1"] },
          }),
        ],
        subject: "app",
        fails: [
          {
            title: "it assigns one",
            path: `${NETWORK}.assignPublicIp`,
            value: true,
            messages: MESSAGES,
          },
          {
            title: "it says so in text",
            path: `${NETWORK}.assignPublicIp`,
            value: "true",
            messages: MESSAGES,
          },
          {
            title: "it says so in a list of one",
            path: NETWORK,
            value: [{ assignPublicIp: true, subnets: ["subnet-1"] }],
            messages: MESSAGES,
          },
          {
            title: "its subnets are unknown",
            path: NETWORK,
            value: { assignPublicIp: true, subnets: { $unknown: true } },
            messages: MESSAGES,
          },
        ],
        accepts: [
          { title: "nothing said, which is no address", path: `${NETWORK}.assignPublicIp` },
          { title: "no network of its own", path: NETWORK },
          { title: "unknown subnets", path: `${NETWORK}.subnets`, value: { $unknown: true } },
          { title: "text", path: `${NETWORK}.assignPublicIp`, value: "false" },
        ],
      });
    });
  }
});
