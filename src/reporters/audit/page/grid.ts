/** A table that is sorted by its headings and filtered by words. */
import { type Cell, type CellKind, show } from "../format.js";
import type { Table } from "../tables.js";
import type { App } from "./app.js";
import { meter } from "./charts.js";
import { h, lazyRows } from "../../page/dom.js";
import { PHRASE, W } from "./words.js";

interface GridOptions {
  /** Where the first cell of a row leads. */
  link?: (index: number) => string | undefined;
  /** Said above the table. */
  note?: string;
}

const STEP = 100;

export function grid(app: App, table: Table, { link, note }: GridOptions = {}): HTMLElement {
  const { t, locale, report } = app;
  const body = h("tbody");
  const collator = new Intl.Collator(locale === "zh" ? "zh-CN" : "en", { numeric: true });
  const kindOf = (row: number, column: number): CellKind => (table.lastKinds && column === table.columns.length - 1 ? table.lastKinds[row]! : table.columns[column]!.kind);
  const texts = table.rows.map((row, index) => row.map((value, column) => show(value, kindOf(index, column), { locale, zone: report.targets.zone })));
  let order = table.rows.map((_, index) => index);
  let words = "";
  let sorted: { column: number; down: boolean } | null = null;

  const cell = (value: Cell, row: number, column: number): HTMLElement => {
    const kind = kindOf(row, column);
    const text = texts[row]![column]!;
    if (column === 0) {
      const href = link?.(row);
      return h("th", { scope: "row", class: table.columns[0]!.width >= 40 ? "wide" : undefined }, href === undefined ? text : h("a", { href }, text));
    }
    if (typeof value !== "number" && kind !== "text") return h("td.number", {}, text);
    if (typeof value !== "number") return h("td", { class: table.columns[column]!.width >= 40 ? "wide" : undefined }, text);
    const bar = kind === "score" ? meter(value / 100, value < report.passMark ? "error" : "good") : kind === "share" ? meter(value, "info") : null;
    return h("td.number", {}, text, bar);
  };

  const fill = (): void => {
    const shown = order.filter((row) => words === "" || texts[row]!.some((text) => text.toLowerCase().includes(words)));
    body.replaceChildren();
    const width = table.columns.length;
    if (shown.length === 0) body.append(h("tr", {}, h("td.empty", { colspan: width }, t(W.nothing))));
    lazyRows(
      body,
      shown.length,
      STEP,
      (index) => h("tr", { "data-row": true, tabindex: -1 }, ...table.rows[shown[index]!]!.map((value, column) => cell(value, shown[index]!, column))),
      (left, onclick) => h("tr", {}, h("td.more-rows", { colspan: width }, h("button", { type: "button", onclick }, t(PHRASE.more(left))))),
    );
  };

  const heads = table.columns.map(({ title, kind }, column) => {
    const head = h("th", { scope: "col", class: kind === "text" && !(table.lastKinds && column > 0) ? undefined : "number", "aria-sort": "none" }, h("button", { type: "button", onclick: () => sort(column) }, title, h("span.arrow", { "aria-hidden": "true" })));
    return head;
  });

  const sort = (column: number): void => {
    const numbers = table.columns[column]!.kind !== "text";
    // Figures begin with the largest, words with the first.
    const down = sorted?.column === column ? !sorted.down : numbers;
    sorted = { column, down };
    order = table.rows
      .map((_, index) => index)
      .sort((a, b) => {
        const [one, other] = [table.rows[a]![column] ?? null, table.rows[b]![column] ?? null];
        if (one === null || other === null) return Number(one === null) - Number(other === null) || a - b;
        const way = typeof one === "number" && typeof other === "number" ? one - other : collator.compare(String(one), String(other));
        return (down ? -way : way) || a - b;
      });
    heads.forEach((head, index) => head.setAttribute("aria-sort", index === column ? (down ? "descending" : "ascending") : "none"));
    fill();
  };

  fill();
  const search = h("input", { type: "search", placeholder: t(W.filterTable), "aria-label": `${table.title}: ${t(W.filterTable)}`, oninput: () => {
    words = search.value.trim().toLowerCase();
    fill();
  } });
  return h(
    "section.card.grid-card",
    {},
    h("header", {}, h("h2", {}, table.title), table.rows.length > 8 && search),
    note !== undefined && h("p.note", {}, note),
    h("div.scroll", { tabindex: 0, role: "region", "aria-label": table.title }, h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body)),
  );
}
