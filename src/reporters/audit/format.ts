/** How figures of a report are written for people; no clock, no locale of the machine. */
import type { Locale } from "../../core/types.js";
import type { SourceRef } from "../../transcripts/types.js";

/** What a cell holds; `share` is 0–1, `moment` milliseconds since the epoch, `seconds` a span of time. */
export type CellKind = "text" | "count" | "score" | "rate" | "share" | "seconds" | "moment";
export type Cell = string | number | null;

/** How cells are written: in which language, and at how many minutes east of Greenwich. */
export interface Reading {
  locale: Locale;
  zone: number;
}

/** `2026-11-24 09:05` */
export function moment(ms: number, zone: number): string {
  return iso(ms, zone).slice(0, 16).replace("T", " ");
}

/** `2026-11-24` */
export function day(ms: number, zone: number): string {
  return iso(ms, zone).slice(0, 10);
}

/** `09:05:30` */
export function clock(ms: number, zone: number): string {
  return iso(ms, zone).slice(11, 19);
}

function iso(ms: number, zone: number): string {
  const date = new Date(ms + zone * 60_000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** Days since 1899-12-30, as spreadsheets count. */
export function spreadsheetDate(ms: number, zone: number): number {
  return (ms + zone * 60_000) / 86_400_000 + 25_569;
}

/** A span of time in its two largest units. */
export function span(seconds: number, locale: Locale): string {
  const units: [size: number, zh: string, en: string][] = [
    [86_400, "天", " d"],
    [3_600, "小时", " h"],
    [60, "分", " min"],
    [1, "秒", " s"],
  ];
  let left = Math.round(seconds);
  const first = units.findIndex(([size]) => left >= size);
  if (first < 0) return locale === "zh" ? "0秒" : "0 s";
  const parts: string[] = [];
  for (const [size, zh, en] of units.slice(first, first + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count}${locale === "zh" ? zh : en}`);
  }
  return parts.join(locale === "zh" ? "" : " ");
}

/** 12345.6 → `12,345.6`. */
export function figure(value: number, digits = 0): string {
  const [whole = "", rest] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

export function percent(share: number): string {
  return `${figure(share * 100, 1)}%`;
}

/** A cell as a person reads it; `–` where there is nothing. */
export function show(value: Cell, kind: CellKind, { locale, zone }: Reading): string {
  if (value === null || value === "") return "–";
  if (typeof value === "string") return value;
  switch (kind) {
    case "share":
      return percent(value);
    case "seconds":
      return span(value, locale);
    case "moment":
      return moment(value, zone);
    case "score":
    case "rate":
      return figure(value, 1);
    case "text":
    case "count":
      return figure(value);
  }
}

/** `file.csv:12`, `book.xlsx [Sheet]:12`. */
export function place({ file, line, sheet }: SourceRef): string {
  return `${file}${sheet === undefined ? "" : ` [${sheet}]`}:${line}`;
}
