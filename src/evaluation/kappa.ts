/**
 * Cohen's κ of two judges who say yes or no: agreement beyond what chance would give, −1 to 1; null where both say the same of everything,
 * as chance then explains it all.
 * @param both both say yes
 * @param first only the first does
 * @param second only the second does
 * @param neither neither does
 */
export function cohen(both: number, first: number, second: number, neither: number): number | null {
  const all = both + first + second + neither;
  const expected = (both + first) * (both + second) + (neither + first) * (neither + second);
  if (all * all === expected) return null;
  return (all * (both + neither) - expected) / (all * all - expected);
}
