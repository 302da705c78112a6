import pc from "picocolors";
import type { Bilingual } from "../../core/types.js";
import type { EffectReport, EffectRow, Share } from "../../phrasebook/effect-report.js";
import { csvOf } from "../csv.js";
import type { PrettyOptions } from "../report.js";
import { displayWidth, padEnd, truncate } from "../width.js";

type Options = Omit<PrettyOptions, "passMark"> & { top: number };

/** The effect of a phrasebook's wordings as a table for people: the most sent first. */
export function effectPretty(report: EffectReport, { locale, color, width, top }: Options): string {
  const c = pc.createColors(color);
  const say = (text: Bilingual): string => text[locale];
  const used = report.rows.filter((row) => row.sent > 0);
  const rows = used.slice(0, top);
  const head = [say({ zh: "发送", en: "sent" }), say({ zh: "会话", en: "chats" }), say({ zh: "有回应", en: "answered" }), ...report.outcomes.map(({ name }) => name), say({ zh: "话术", en: "phrase" })];
  const table = rows.map((row) => [String(row.sent), String(row.conversations), percent(row.answered), ...report.outcomes.map(({ id }) => percent(row.outcomes[id])), label(row)]);
  const widths = head.map((cell, column) => Math.max(displayWidth(cell), ...table.map((line) => displayWidth(line[column]!))));
  const line = (cells: readonly string[], bold: readonly boolean[] = []): string => {
    const fixed = cells.slice(0, -1).map((cell, column) => (bold[column] ? c.green(padEnd(cell, widths[column]!)) : padEnd(cell, widths[column]!)));
    const left = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0);
    return `${[...fixed, truncate(cells.at(-1)!, Math.max(16, width - left))].join("  ").trimEnd()}\n`;
  };
  let out = `${c.bold(say({ zh: `${report.conversations} 个会话，客服消息 ${report.messages} 条，其中 ${report.matched} 条出自话术库`, en: `${report.conversations} conversations, ${report.messages} messages of agents, ${report.matched} of them from the phrasebook` }))}\n\n`;
  if (rows.length > 0) out += c.dim(line(head));
  rows.forEach((row, index) => {
    const better = ["", "", "answered", ...report.outcomes.map(({ id }) => id)].map((id) => row.better.includes(id));
    out += line(table[index]!, better);
  });
  if (used.length > rows.length) out += c.dim(say({ zh: `……还有 ${used.length - rows.length} 条，用 --top 多看些，或 --format csv 看全部。\n`, en: `… and ${used.length - rows.length} more: --top shows more, --format csv all.\n` }));
  const never = report.rows.length - used.length;
  out += "\n";
  if (never > 0) out += say({ zh: `${never} 条从没发过。\n`, en: `${never} were never sent.\n` });
  if (rows.some((row) => row.better.length > 0)) out += say({ zh: "绿色：明显好过同一话术的其他说法（95% 区间不重叠）。\n", en: "Green: clearly better than the other wordings of the same phrase (95 % intervals do not overlap).\n" });
  for (const { name, from } of report.outcomes) if (from !== "column") out += c.dim(say({ zh: `“${name}”${from === "both" ? "有的会话" : ""}是从后面的话里认出来的，导出里有这一列会更准。\n`, en: `"${name}" was told from later words${from === "both" ? " in some conversations" : ""}; a column of the export would be surer.\n` }));
  out += c.dim(say({ zh: "括号里是 95% 置信区间；一次会话只算一次。这是先后，不一定是因果。\n", en: "In brackets the 95 % interval; a conversation counts once. One thing after another is not yet cause and effect.\n" }));
  return out;
}

/** Which wording it is, and its words in one line. */
export function label({ entry, audience, wording, text }: EffectRow): string {
  const which = audience ?? (wording > 1 ? `#${wording}` : "");
  return `${entry}${which === "" ? "" : ` [${which}]`}  ${text.replace(/\s+/g, " ")}`;
}

/** `20% (11–33)`; `–` where there is nothing to count. */
export function percent(share: Share | undefined): string {
  if (typeof share?.share !== "number") return "–";
  const whole = (value: number | null): string => String(Math.round((value ?? 0) * 100));
  return `${whole(share.share)}% (${whole(share.low)}–${whole(share.high)})`;
}

/** Every wording, a row each, for a spreadsheet: with a byte order mark, and no cell that could become a formula. */
export function effectCsv(report: EffectReport): string {
  const shares = ["answered", "silent", ...report.outcomes.map(({ id }) => id)];
  const head = ["entry", "file", "line", "group", "scenario", "audience", "wording", "text", "sent", "exact", "conversations", ...shares.flatMap((id) => [id, `${id}_of`, `${id}_share`, `${id}_low`, `${id}_high`]), "better"];
  const rows = report.rows.map((row) => [
    row.entry, row.file, row.line, row.group ?? "", row.scenario ?? "", row.audience ?? "", row.wording, row.text, row.sent, row.exact, row.conversations,
    ...shares.flatMap((id) => {
      const share = id === "answered" ? row.answered : id === "silent" ? row.silent : row.outcomes[id];
      return [share?.count ?? "", share?.of ?? "", share?.share ?? "", share?.low ?? "", share?.high ?? ""];
    }),
    row.better.join(" "),
  ]);
  return csvOf([head, ...rows]);
}
