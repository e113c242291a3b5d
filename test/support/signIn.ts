/** Who signs people in at the tracker's balancer. */
export const SIGN_IN = {
  issuer: "https://login.example.com/",
  authorizationEndpoint: "https://login.example.com/authorize",
  tokenEndpoint: "https://login.example.com/oauth/token",
  userInfoEndpoint: "https://login.example.com/userinfo",
  clientId: "tracker-admin",
};

/** Password of its client. */
export const SIGN_IN_SECRET = "canary-5d2c9a07-client-secret";
