import type { Notice, Tone } from "./notice.ts";

/** A message as an incoming webhook takes it. Source: Slack API, "Reference: blocks". */
export interface SlackMessage {
  /** What notifications and screen readers show. */
  readonly text: string;
  readonly mrkdwn: false;
  /** Nobody's servers are asked for previews of links that somebody else wrote. */
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly attachments: readonly [{ readonly color: string; readonly blocks: readonly Block[] }];
}

type Block =
  | { readonly type: "header" | "section"; readonly text: Plain }
  | { readonly type: "section"; readonly fields: readonly Plain[] }
  | { readonly type: "context"; readonly elements: readonly Plain[] };

/** Shown as it is: no links, no mentions, no bold. */
interface Plain {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

/** Characters and fields that Slack takes; a longer message is refused as a whole. */
const LIMITS = { header: 150, text: 3000, field: 2000, fields: 10 };

const COLOURS: Readonly<Record<Tone, string>> = {
  critical: "#d92d20",
  warning: "#f79009",
  info: "#2e90fa",
  good: "#12b76a",
};

/**
 * Writes a notice for Slack, cut to what Slack takes. Much of a notice is written by others, an
 * attacker among them (names of buckets, roles and rules), so nothing of it is read as markup.
 */
export function slackMessage({ title, tone, text, facts }: Notice, origin: string): SlackMessage {
  const fields = facts
    .filter(([, value]) => value !== undefined && value !== "")
    .slice(0, LIMITS.fields)
    .map(([label, value]) => plain(`${label}\n${line(String(value))}`, LIMITS.field));
  const told = shown(text);
  const blocks: Block[] = [
    { type: "header", text: plain(line(title), LIMITS.header) },
    ...(told === "" ? [] : [{ type: "section", text: plain(told, LIMITS.text) } as const]),
    ...(fields.length === 0 ? [] : [{ type: "section", fields } as const]),
    { type: "context", elements: [plain(line(origin), LIMITS.field)] },
  ];
  return {
    text: cut(escaped(line(title)), LIMITS.text),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    attachments: [{ color: COLOURS[tone], blocks }],
  };
}

/** Without signs that change how others look: control characters, and marks of direction. */
function shown(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ").trim();
}

/** On one line, so that a value can't look like a field of its own; Slack refuses an empty one. */
function line(text: string): string {
  return shown(text).replaceAll(/\s+/g, " ") || "–";
}

/** Slack would read these as links and mentions: `<!channel>`. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function plain(text: string, limit: number): Plain {
  return { type: "plain_text", text: cut(text, limit), emoji: false };
}

/** Never through the middle of a character, nor of an escaped one. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1).replace(/&[a-z]{0,3}$|[\ud800-\udbff]$/, "");
  return `${kept}…`;
}
