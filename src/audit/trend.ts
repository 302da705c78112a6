import type { AuditReport, Trend, TrendSide } from "./report.js";

/** How an audit compares with an earlier one: shares and rates, so that their sizes do not matter. */
export function trendOf(before: AuditReport, now: AuditReport): Trend {
  const rates = (report: AuditReport): Map<string, number> => new Map(report.rules.map(({ rule, perThousand }) => [rule, perThousand]));
  const scores = (report: AuditReport): Map<string, number | null> => new Map(report.agents.map(({ name, score }) => [name, score]));
  const [rulesBefore, rulesNow] = [rates(before), rates(now)];
  const [agentsBefore, agentsNow] = [scores(before), scores(now)];
  const all = <K>(a: ReadonlyMap<K, unknown>, b: ReadonlyMap<K, unknown>): K[] => [...new Set([...a.keys(), ...b.keys()])].sort();
  return {
    before: sideOf(before),
    now: sideOf(now),
    // What changed most comes first.
    rules: all(rulesBefore, rulesNow)
      .map((rule) => ({ rule, before: rulesBefore.get(rule) ?? 0, now: rulesNow.get(rule) ?? 0 }))
      .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before)),
    agents: all(agentsBefore, agentsNow).map((name) => ({ name, before: agentsBefore.get(name) ?? null, now: agentsNow.get(name) ?? null })),
  };
}

function sideOf({ input: { from, to }, total: { responses, score, scored, failed, critical }, timing, promises }: AuditReport): TrendSide {
  const judged = promises.kept + promises.late + promises["not-seen"];
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000);
  return { from, to, responses, score, passRate: share(scored - failed, scored), critical, firstResponseSeconds: timing.firstResponseSeconds, promisesKept: share(promises.kept, judged) };
}
