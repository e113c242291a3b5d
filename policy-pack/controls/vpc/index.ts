import type { Control } from "../../engine/control.ts";
import { naclNoOpenAdminPorts } from "./nacl-no-open-admin-ports.ts";
import { routePrivateSubnetNoIgw } from "./route-private-subnet-no-igw.ts";
import { sgNoOpenAdminPorts } from "./sg-no-open-admin-ports.ts";
import { sgNoOpenHighRiskPorts } from "./sg-no-open-high-risk-ports.ts";
import { sgNoRuleManagementConflict } from "./sg-no-rule-management-conflict.ts";
import { sgNoUnrestrictedEgress } from "./sg-no-unrestricted-egress.ts";
import { sgOpenOnlyAuthorizedPorts } from "./sg-open-only-authorized-ports.ts";
import { subnetNoAutoPublicIp } from "./subnet-no-auto-public-ip.ts";
import { vpcDefaultSgClosed } from "./vpc-default-sg-closed.ts";
import { vpcEndpointsForUsedServices } from "./vpc-endpoints-for-used-services.ts";
import { vpcFlowLogs } from "./vpc-flow-logs.ts";

export const vpcControls: readonly Control[] = [
  vpcDefaultSgClosed,
  vpcFlowLogs,
  subnetNoAutoPublicIp,
  sgNoOpenAdminPorts,
  sgNoOpenHighRiskPorts,
  sgOpenOnlyAuthorizedPorts,
  sgNoUnrestrictedEgress,
  sgNoRuleManagementConflict,
  naclNoOpenAdminPorts,
  routePrivateSubnetNoIgw,
  vpcEndpointsForUsedServices,
];
