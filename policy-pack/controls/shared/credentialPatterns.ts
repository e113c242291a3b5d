/**
 * Forms that give a credential away by themselves. Each is a prefix or a frame that its issuer
 * documents, as of 2025; every repetition is bounded, so that a hostile text costs linear time.
 */
export interface Pattern {
  readonly kind: string;
  readonly form: RegExp;
}

const ALONE = "(?<![A-Za-z0-9])";
const END = "(?![A-Za-z0-9])";

function token(issuer: string, form: string): Pattern {
  return { kind: issuer, form: new RegExp(`${ALONE}${form}${END}`) };
}

/** No form is of fewer characters: the shortest is that of a Slack token. */
export const SHORTEST = 15;

export const PATTERNS: readonly Pattern[] = [
  { kind: "a private key", form: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/ },
  { kind: "a private key", form: /PuTTY-User-Key-File-\d/ },
  token("a private key", "AGE-SECRET-KEY-1[A-Z0-9]{58}"),
  // AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  token("an AWS access key", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"),
  token(
    "an Amazon Bedrock key",
    "(?:ABSK[A-Za-z0-9+/]{100,300}|bedrock-api-key-[A-Za-z0-9+/]{20,2000})",
  ),
  token("an Azure storage key", "AccountKey=[A-Za-z0-9+/]{86}=="),
  token("a Google API key", "AIza[\\w-]{35}"),
  token("a Google OAuth secret", "(?:GOCSPX-[\\w-]{28}|ya29\\.[\\w-]{20,500})"),
  token("a GitHub token", "(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\\w{50,255})"),
  token("a GitLab token", "gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\\w-]{20,300}"),
  token("a Slack token", "(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,250}"),
  {
    kind: "a Slack webhook",
    form: /hooks\.slack\.com\/(?:services|workflows|triggers)\/\w{6,20}\/\w{6,20}\//,
  },
  {
    kind: "a Discord webhook",
    form: /discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/[\w-]{40,100}/,
  },
  { kind: "a Teams webhook", form: /\.webhook\.office\.com\/webhookb2\/[\w-]{30,40}@/ },
  token("a Stripe key", "(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}"),
  token("a Stripe signing secret", "whsec_[A-Za-z0-9+/]{24,100}"),
  token("a SendGrid key", "SG\\.[\\w-]{16,32}\\.[\\w-]{32,64}"),
  token("a Twilio key", "SK[0-9a-f]{32}"),
  token("a Mailgun key", "key-[0-9a-f]{32}"),
  token("a Mailchimp key", "[0-9a-f]{32}-us\\d{1,2}"),
  token("an npm token", "npm_[A-Za-z0-9]{36}"),
  token("a PyPI token", "pypi-[\\w-]{50,500}"),
  token("a Docker token", "dckr_(?:pat|oat)_[\\w-]{20,100}"),
  token("a Pulumi token", "pul-[0-9a-f]{40}"),
  token("a Terraform token", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{60,100}"),
  token("a Vault token", "hv[sbr]\\.[\\w-]{24,300}"),
  token("a DigitalOcean token", "do[oprt]_v1_[0-9a-f]{64}"),
  token("a Databricks token", "dapi[0-9a-f]{32}(?:-\\d)?"),
  token("a Shopify token", "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
  token("an Atlassian token", "AT(?:ATT|BB|CTT)[\\w=-]{24,300}"),
  token("a Grafana token", "gl(?:sa|c)_[A-Za-z0-9_+/=]{32,400}"),
  token("a New Relic key", "NRAK-[A-Z0-9]{27}"),
  token("a Sentry token", "sntry[su]_[A-Za-z0-9_+/=]{40,500}"),
  token("a Hugging Face token", "hf_[A-Za-z0-9]{30,50}"),
  // OpenAI, Anthropic and others that took up the form.
  token("an API key", "sk-(?:[a-z]{2,10}\\d{0,2}-){0,3}[A-Za-z0-9_-]{20,300}"),
  token("a Telegram token", "\\d{8,10}:AA[\\w-]{33}"),
  token("a Linear key", "lin_api_[A-Za-z0-9]{40}"),
  token("a 1Password token", "ops_eyJ[\\w-]{50,2000}"),
  { kind: "an Authorization header", form: /^(?:Authorization: ?)?Bearer [\w.~+/=-]{16,4000}$/i },
  {
    kind: "a signed URL",
    form: /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=[\w%+/=-]{16,500}/i,
  },
];
