// Scores the test half of fixtures/evaluation in a few lines, or the files named; all there is to know: `replylint evaluate`.
// `--table` prints Markdown.
import { evaluate, half } from "./evaluation.mjs";

const files = process.argv.slice(2).filter((name) => !name.startsWith("--"));
const { overall, faulty, clean, points } = evaluate(files.length > 0 ? files : half("test"));
const share = (part, whole) => `${part}/${whole} (${((100 * part) / whole).toFixed(1)} %)`;
const byPoint = points.filter(({ labelled }) => labelled > 0).map(({ id, hits, labelled }) => `${id} ${hits}/${labelled}`);
if (process.argv.includes("--table")) console.log(`| | |\n|---|---|\n| faulty replies found | ${share(overall.hits, faulty)} |\n| clean replies alarmed | ${share(overall.falseOnClean, clean)} |\n| by point, reported / labelled | ${byPoint.join(" · ")} |`);
else console.log(`found ${share(overall.hits, faulty)}, clean alarmed ${share(overall.falseOnClean, clean)}\n${byPoint.join("  ")}`);
