import type { Finding, Severity } from "../../core/types.js";
import type { Analysis, Span } from "./analysis.js";
import type { Engine } from "./engine.js";
import { visible } from "./places.js";

/** One underline. */
export interface Diagnostic extends Span {
  severity: Severity;
  /** The rule, or what is wrong with the document itself. */
  code: string;
  message: string;
}

/** What to underline in a document, in order of position. */
export function diagnostics(text: string, analysis: Analysis, engine: Engine): Diagnostic[] {
  const out: Diagnostic[] = analysis.notes.map(({ start, end, severity, code, message }) => ({ ...visible(text, { start, end }), severity, code, message }));
  for (const finding of analysis.findings) out.push({ ...visible(text, finding), severity: finding.severity, code: finding.rule, message: messageOf(finding, engine) });
  return out.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A finding's words; a critical one says so. */
export function messageOf({ message, critical }: Finding, engine: Engine): string {
  return critical ? `${engine.say({ zh: "【红线】", en: "Critical: " })}${message}` : message;
}
