import type { Control } from "../../engine/control.ts";
import { cfAccessLogging } from "./cf-access-logging.ts";
import { cfOriginTls } from "./cf-origin-tls.ts";
import { cfS3OriginAccessControl } from "./cf-s3-origin-access-control.ts";
import { cfS3OriginExists } from "./cf-s3-origin-exists.ts";
import { cfSecurityHeaders } from "./cf-security-headers.ts";
import { cfTlsMinVersion } from "./cf-tls-min-version.ts";
import { cfViewerHttps } from "./cf-viewer-https.ts";
import { cfWafAssociated } from "./cf-waf-associated.ts";

export const cloudfrontControls: readonly Control[] = [
  cfViewerHttps,
  cfTlsMinVersion,
  cfOriginTls,
  cfS3OriginAccessControl,
  cfS3OriginExists,
  cfAccessLogging,
  cfWafAssociated,
  cfSecurityHeaders,
];
