import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { document } from "../../support/resources.ts";
import { edgeExtras } from "./deliveryEdge.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;
const PULLER = `arn:aws:iam::${account}:role/rampart-prod-role-puller`;

const pull = document({
  Sid: "Pull",
  Effect: "Allow",
  Principal: { AWS: PULLER },
  Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
});

/** Of a registry whose rule scans what says nothing itself. */
const registry = [
  extra("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "delivery-scans", {
    scanType: "BASIC",
    rules: [
      {
        scanFrequency: "SCAN_ON_PUSH",
        repositoryFilters: [{ filter: "rampart-prod-ecr-worker", filterType: "WILDCARD" }],
      },
    ],
  }),
  extra("aws:ecr/repository:Repository", "delivery-worker", {
    name: "rampart-prod-ecr-worker",
    imageTagMutability: "IMMUTABLE",
    encryptionConfigurations: [
      { encryptionType: "KMS", kmsKey: `arn:aws:kms:${region}:${account}:alias/rampart-prod-main` },
    ],
  }),
  extra("aws:ecr/registryPolicy:RegistryPolicy", "delivery-registry", {
    policy: document({
      Sid: "Replicate",
      Effect: "Allow",
      Principal: { AWS: PULLER },
      Action: ["ecr:ReplicateImage"],
      Resource: `arn:aws:ecr:${region}:${account}:repository/rampart-prod-*`,
    }),
  }),
  extra("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "delivery-copies", {
    prefix: "copies",
    appliedFors: ["REPLICATION"],
    imageTagMutability: "IMMUTABLE",
    repositoryPolicy: pull,
  }),
  extra("aws:ecrpublic/repositoryPolicy:RepositoryPolicy", "delivery-published", {
    repositoryName: "rampart",
    policy: document({
      Sid: "Push",
      Effect: "Allow",
      Principal: { AWS: PULLER },
      Action: "ecr-public:PutImage",
    }),
  }),
];

const userPool = extra("aws:cognito/userPool:UserPool", "delivery-users", {
  name: "rampart-prod-users",
  mfaConfiguration: "ON",
  softwareTokenMfaConfiguration: { enabled: true },
  passwordPolicy: {
    minimumLength: 14,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 3,
  },
  deletionProtection: "ACTIVE",
  userPoolTier: "PLUS",
  userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
});

const CLIENT = {
  userPoolId: UNKNOWN,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid", "profile"],
  callbackUrls: ["https://www.example.com/callback"],
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
  accessTokenValidity: 30,
  idTokenValidity: 30,
  refreshTokenValidity: 7,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
};
const OF_POOL = from({ userPoolId: [userPool] });

const sessions = [
  userPool,
  extra("aws:cognito/userPoolClient:UserPoolClient", "delivery-web", CLIENT, OF_POOL),
  extra(
    "aws:cognito/userPoolClient:UserPoolClient",
    "delivery-server",
    { ...CLIENT, generateSecret: true },
    OF_POOL,
  ),
  extra(
    "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
    "delivery-search",
    { ...CLIENT, namePrefix: "AmazonOpenSearchService-search" },
    OF_POOL,
  ),
  extra("aws:cognito/identityPool:IdentityPool", "delivery-identities", {
    identityPoolName: "rampart-prod-identities",
    allowUnauthenticatedIdentities: false,
    allowClassicFlow: false,
  }),
];

/** What is delivered by the edge, a registry's settings, people who sign in. */
export const deliveryExtras: readonly PolicyResource[] = [...edgeExtras, ...registry, ...sessions];
