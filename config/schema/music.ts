import { z } from "zod";

import { parseIpv4Block } from "../../components/shared/cidr.ts";
import { serviceSchema } from "./compute.ts";
import { priceClass } from "./edge.ts";
import type { environmentSchema } from "./environment.ts";
import type { platformSchema } from "./platform.ts";
import { domainName, ipv4Block, text, whole } from "./primitives.ts";
import type { Problem } from "./rules.ts";

/** Burstable ones: who listens sleeps at times, and the audio comes from S3. */
const INSTANCE_TYPES = [
  "t4g.nano",
  "t4g.micro",
  "t4g.small",
  "t4g.medium",
  "t3.nano",
  "t3.micro",
  "t3.small",
  "t3.medium",
] as const;

const off = z.strictObject({
  mode: z.literal("off").meta({ description: "The environment plays no music." }),
});

/** What the music has wherever its API runs. */
const common = {
  host: domainName.meta({
    description: "Public name of the page and its API, under platform.edge.domain.",
  }),
  distributionId: text(/^E[A-Z0-9]{8,20}$/, "a CloudFront distribution's id such as E1ABCDEFGHIJK2")
    .optional()
    .meta({
      description:
        "The one distribution that may read the page's bucket. Only AWS knows it: from the stack output music.distributionId of the first deployment. Default: none, and then nobody reads the page.",
    }),
  priceClass,
  users: z
    .strictObject({
      signUp: z.enum(["invited", "open"]).default("invited").meta({
        description:
          "invited: an administrator makes users; open: whoever has an e-mail address becomes one. Default invited.",
      }),
      tier: z.enum(["essentials", "plus"]).default("essentials").meta({
        description:
          "Feature plan of Cognito. essentials: free for 10,000 users a month, 0.015 USD beyond; plus: 0.02 USD for each, and then sign-ins that look like an attack, and leaked passwords, are blocked. Default essentials.",
      }),
    })
    .prefault({})
    .meta({ description: "Who may sign in, and how closely sign-ins are watched." }),
  costs: z
    .strictObject({
      monthlyUsd: whole(1, 1_000_000, "USD a month").default(10).meta({
        description:
          "What the music alone may cost a month; the environment's budget is so much higher. Its own budget goes by the tag System, once that is among account.costAllocationTags of the account that pays; alerts at 80, 100 and 150 %. Default 10.",
      }),
      besideUsd: whole(0, 1_000_000, "USD a month").optional().meta({
        description:
          "What all else in the account is expected to cost a month: the two billing alarms go off 10 and 20 USD above it, since AWS measures an account as a whole. Say it where the account holds more than this environment. Default: what the other systems of this stack may cost.",
      }),
    })
    .prefault({})
    .meta({ description: "When somebody is told of costs." }),
};

const network = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("own").meta({ description: "A VPC that holds nothing but the host." }),
    cidr: ipv4Block
      .refine((cidr) => (parseIpv4Block(cidr)?.prefix ?? 32) <= 20, "a block of /16 to /20")
      .default("10.0.0.0/16")
      .meta({ description: "Its addresses, /16 to /20. Default 10.0.0.0/16." }),
  }),
  z.strictObject({
    mode: z.literal("platform").meta({ description: "A public subnet of the platform's VPC." }),
  }),
]);

const ssh = z.strictObject({
  from: text(/^(\d{1,3}\.){3}\d{1,3}\/32$/, "one address such as 198.51.100.7/32")
    .refine((block) => parseIpv4Block(block) !== undefined, "one address such as 198.51.100.7/32")
    .meta({ description: "The one address that may connect to port 22." }),
  publicKey: text(
    /^(ssh-ed25519|ecdsa-sha2-nistp256) [A-Za-z0-9+/]{40,200}={0,2}$/,
    "a public key such as ssh-ed25519 AAAA…, without a comment",
  ).meta({ description: "Whose private key opens the host; public, as its name says." }),
});

const host = z.strictObject({
  mode: z.literal("host").meta({ description: "One EC2 instance with PostgreSQL on it." }),
  ...common,
  originHost: domainName.meta({
    description:
      "Name of the instance, by which CloudFront asks it over TLS; its certificate is from Let's Encrypt, proven in the zone.",
  }),
  instanceType: z.enum(INSTANCE_TYPES).default("t3.micro").meta({
    description: "t3.micro costs 7.59 USD a month; t4g.nano, the cheapest, 3.07. Default t3.micro.",
  }),
  storageGiB: whole(8, 1024, "GiB").default(20).meta({
    description: "Encrypted gp3, with the database on it; 0.08 USD a GiB and month. Default 20.",
  }),
  firewall: z.boolean().default(true).meta({
    description:
      "Whether AWS WAF stands before the page and its API, with the rules of platform.edge.firewall; about 11 USD a month. The policy pack takes a distribution without one only where its parameter names the host. Default true.",
  }),
  network: network.prefault({ mode: "own" }).meta({
    description: "Where the instance stands. Default: a VPC of its own.",
  }),
  ssh: ssh.optional().meta({
    description:
      "SSH from one address, beside Session Manager, which needs no open port. Default: none.",
  }),
});

const fargate = z.strictObject({
  mode: z.literal("fargate").meta({
    description: "A Fargate service behind the platform's balancer, on the platform's database.",
  }),
  ...common,
  service: serviceSchema.meta({ description: "The containers of the music's API." }),
});

/** Whether the environment plays music (S-MUSIC), and on what. */
export const musicSchema = z.discriminatedUnion("mode", [off, host, fargate]);

type Music = z.output<typeof musicSchema>;
type Platform = z.output<typeof platformSchema>;
type Environment = z.output<typeof environmentSchema>;

/** What a platform must be for its environment to play music. */
export function checkMusic(
  music: Music,
  platform: Platform,
  { region, dataProtection }: Environment,
  problem: Problem,
): void {
  if (music.mode === "off") return;
  const { edge } = platform;
  if (music.mode === "host" && dataProtection === "protected") {
    problem(
      ["music", "mode"],
      "off or fargate while environment.dataProtection is protected: a new version is a new host, without the database of the old one",
    );
  }
  // Certificates, web ACLs, logs and metrics of CloudFront, and those of bills, live there.
  if (region !== "us-east-1") problem(["music", "mode"], "off outside us-east-1");
  if (edge.zone.mode === "foreign") {
    problem(["music", "mode"], "off while platform.edge.zone is foreign: no name can be proven");
  }
  const names = {
    host: music.host,
    ...(music.mode === "host" && { originHost: music.originHost }),
  };
  for (const [key, name] of Object.entries(names)) {
    if (!name.endsWith(`.${edge.domain}`)) {
      problem(["music", key], `a name under ${edge.domain}`);
    }
  }
  if (music.mode === "fargate") checkFargate(platform, problem);
  else if (music.ssh && music.network.mode === "platform") {
    problem(["music", "ssh"], "nothing in the platform's network, whose ACLs let no SSH in");
  }
}

function checkFargate({ edge, repository }: Platform, problem: Problem): void {
  // The balancer can't tell CloudFront's requests from others while it is open to both.
  if (edge.distribution === undefined) {
    problem(
      ["platform", "edge", "distribution"],
      "one with an originHost, since music.mode is fargate: only CloudFront may reach its balancer",
    );
  }
  if (repository.mode === "own" && repository.buildFrom !== undefined) {
    problem(
      ["music", "mode"],
      "off or host beside platform.repository.buildFrom: the music's tasks run an image by digest",
    );
  }
}
