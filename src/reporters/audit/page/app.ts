/** What every part of the page needs to know. */
import type { AuditReport } from "../../../audit/report.js";
import type { Bilingual, Locale } from "../../../core/types.js";
import { formatRoute, type Filter, type Route, type View } from "./filter.js";

export interface App {
  report: AuditReport;
  locale: Locale;
  route: Route;
  t(text: Bilingual): string;
  /** Changes where the reader is; `replace` leaves no step to come back to. */
  go(route: Partial<Route>, replace?: boolean): void;
}

/** Address of the conversations that pass a filter. */
export function linkTo(filter: Filter, view: View = "conversations"): string {
  return formatRoute({ view, filter, open: null });
}

/** The same by a name; there is nothing to ask for where the export names none. */
export function linkToName(key: "agent" | "team", name: string): string | undefined {
  return name === "" ? undefined : linkTo({ [key]: name });
}
