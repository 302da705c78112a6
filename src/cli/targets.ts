import type { AuditTargets } from "../audit/report.js";
import { AUDIT_DEFAULTS } from "../audit/settings.js";
import type { Settings } from "./settings.js";

/** By what an audit measures: the configuration's `audit`, else the guidance's. */
export function readTargets({ targets = {}, within, night, timezone }: NonNullable<Settings["audit"]> = {}): AuditTargets {
  return {
    ...AUDIT_DEFAULTS.targets,
    ...(targets as Partial<AuditTargets>),
    ...(within && { within: [...within].sort((a, b) => a - b) }),
    ...(night !== undefined && { night: night === "none" ? null : night }),
    ...(timezone !== undefined && { zone: minutesOf(timezone) }),
  };
}

/** `+08:00` in minutes. */
function minutesOf(zone: string): number {
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
