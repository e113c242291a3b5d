import type { Control } from "../../engine/control.ts";
import { albAccessLogs } from "./alb-access-logs.ts";
import { albDropInvalidHeaders } from "./alb-drop-invalid-headers.ts";
import { albHttpRedirectsToHttps } from "./alb-http-redirects-to-https.ts";
import { albOriginOnlyFromCloudfront } from "./alb-origin-only-from-cloudfront.ts";
import { albTlsPolicyModern } from "./alb-tls-policy-modern.ts";
import { albWafAssociated } from "./alb-waf-associated.ts";

export const elbControls: readonly Control[] = [
  albHttpRedirectsToHttps,
  albTlsPolicyModern,
  albDropInvalidHeaders,
  albAccessLogs,
  albWafAssociated,
  albOriginOnlyFromCloudfront,
];
