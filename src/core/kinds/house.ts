import { commitmentsIn, mattersIn } from "../commitments.js";
import type { Context, Hit } from "../context.js";
import { termsIn } from "../house.js";
import type { CompiledHouseLimit } from "../pack.js";
import { quoted } from "../text/normalise.js";
import { durationText, lengthOf } from "../timing.js";

const HOUR = 3600;

/** Words that the shop does not use. A word in quotation marks is spoken of, not used. */
export function houseTerms({ reply, house }: Context): Hit[] {
  if (!house) return [];
  return termsIn(reply.text, house.terms)
    .filter(({ start, end }) => !quoted(reply.text, start, end))
    .map(({ start, end, plain }) => ({ start, end, words: { plain } }));
}

/** Times that are promised beyond what the shop allows, or sooner than it can keep, whenever the reply is sent. */
export function houseLimit({ side }: CompiledHouseLimit, { reply, customer, house }: Context): Hit[] {
  if (!house) return [];
  const { commitments, limits } = house;
  const out: Hit[] = [];
  for (const { start, end, words, topic } of commitmentsIn(reply, commitments, customer ? mattersIn(customer, commitments) : 0)) {
    const named = commitments.names.flatMap((name, bit) => ((topic & (1 << bit)) !== 0 && limits[name] ? [limits[name]] : []));
    const bounds = (named.length > 0 ? named : limits.any ? [limits.any] : []).flatMap((limit) => limit[side] ?? []);
    const length = bounds.length > 0 ? lengthOf(words) : null;
    if (!length) continue;
    // Of several matters the most lenient bound counts.
    const bound = side === "most" ? Math.max(...bounds) : Math.min(...bounds);
    if (side === "most" ? length.least <= bound * HOUR : length.most >= bound * HOUR) continue;
    out.push({ start, end, words: { limit: { zh: durationText(bound * HOUR, "zh"), en: durationText(bound * HOUR, "en") } } });
  }
  return out;
}
