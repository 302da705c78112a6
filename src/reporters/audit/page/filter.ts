/** Which conversations are shown: pure, and written into the page's address so that "back" works. */
import type { ConversationRow } from "../../../audit/report.js";
import { SEVERITIES } from "../../../core/types.js";
import { day } from "../format.js";

export const VIEWS = ["overview", "conversations", "people", "groups", "rules", "texts", "stars", "data"] as const;
export type View = (typeof VIEWS)[number];

export const FILTERS = ["q", "agent", "team", "rule", "severity", "scenario", "verdict", "matter", "day", "kept"] as const;
export type FilterKey = (typeof FILTERS)[number];
export type Filter = Partial<Record<FilterKey, string>>;

/** What may have gone wrong beside the wording. */
export const MATTERS = ["unanswered", "late", "not-seen", "worse", "better"] as const;

/** Where the reader is. */
export interface Route {
  view: View;
  filter: Filter;
  /** Index of the open conversation in the report. */
  open: number | null;
}

/** Severities of a conversation's findings as the filter names them; `critical` is one more. */
export const LEVELS = ["critical", ...SEVERITIES, "none"] as const;

/** `#conversations?agent=小雨&open=3` → route; what is not understood counts as not said. */
export function parseRoute(hash: string, count: number): Route {
  const [name = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const params = new URLSearchParams(query);
  const filter: Filter = {};
  for (const key of FILTERS) {
    const value = params.get(key);
    if (value !== null && value !== "") filter[key] = value;
  }
  const open = params.get("open");
  const index = open !== null && /^\d+$/.test(open) ? Number(open) : null;
  return { view: VIEWS.find((view) => view === name) ?? "overview", filter, open: index !== null && index < count ? index : null };
}

export function formatRoute({ view, filter, open }: Route): string {
  const params = new URLSearchParams();
  for (const key of FILTERS) if (filter[key] !== undefined && filter[key] !== "") params.set(key, filter[key]);
  if (open !== null) params.set("open", String(open));
  const query = params.toString();
  return `#${view}${query === "" ? "" : `?${query}`}`;
}

/** Whether a conversation is among those asked for. */
export function matches(row: ConversationRow, filter: Filter, zone: number): boolean {
  const { agent, team, rule, severity, scenario, verdict, matter, day: date, kept, q } = filter;
  if (agent !== undefined && !row.agents.includes(agent)) return false;
  if (team !== undefined && row.team !== team) return false;
  if (rule !== undefined && !row.findings.some((finding) => finding.rule === rule)) return false;
  if (scenario !== undefined && row.scenario !== scenario) return false;
  if (verdict !== undefined && row.verdict !== verdict) return false;
  if (date !== undefined && (row.startedAt === null || day(row.startedAt, zone) !== date)) return false;
  if (kept !== undefined && !row.keptAs?.some((reason) => reason === kept)) return false;
  if (severity !== undefined && !hasSeverity(row, severity)) return false;
  if (matter !== undefined && !isMatter(row, matter)) return false;
  return q === undefined || haystack(row).includes(q.toLowerCase());
}

function hasSeverity({ findings }: ConversationRow, severity: string): boolean {
  if (severity === "none") return findings.length === 0;
  return findings.some((finding) => (severity === "critical" ? finding.critical !== undefined : finding.severity === severity));
}

function isMatter({ conversation }: ConversationRow, matter: string): boolean {
  if (matter === "unanswered") return conversation.unanswered;
  if (matter === "worse" || matter === "better") return conversation.mood === matter;
  return conversation.promises.some(({ outcome }) => outcome === matter);
}

/** What a search looks through, made once a conversation. */
const haystacks = new WeakMap<ConversationRow, string>();

function haystack(row: ConversationRow): string {
  let text = haystacks.get(row);
  if (text === undefined) {
    text = [row.id, ...row.agents, row.team ?? "", row.at.file, ...(row.messages ?? []).map((message) => message.text), ...row.findings.flatMap((finding) => [finding.text, finding.rule]), ...Object.values(row.fields ?? {})].join("\n").toLowerCase();
    haystacks.set(row, text);
  }
  return text;
}
