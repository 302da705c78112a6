import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report.js";
import { auditHtml } from "../../../src/reporters/audit/html.js";
import { escapeHtml } from "../../../src/reporters/html.js";
import { ROOT } from "../../cli/support.js";
import { HOSTILE } from "./hostile.js";
import { auditReport } from "./support.js";

let report: AuditReport;
beforeAll(() => {
  report = auditReport(12);
});

const dataOf = (html: string): string => /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)![1]!;

describe("auditHtml", () => {
  it("has one style, its data and one script, and asks nothing of a network", () => {
    const html = auditHtml(report, "zh");
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<(link|img|iframe|object|embed)\b/);
    // The address of the SVG namespace is a name and asked for by nobody.
    expect(html.replaceAll("http://www.w3.org/2000/svg", "").replace(dataOf(html), "")).not.toMatch(/https?:\/\/|@import|url\(/);
  });

  it("gives its data back, whatever is said in it", () => {
    const said = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: fc.constantFrom("<", ">", "/", "script", "!--", "-->", "]]>", "\u2028", "😤", "\\", '"', "'", "&"), maxLength: 12 }));
    fc.assert(
      fc.property(said, (text) => {
        const row = structuredClone(report.conversations[0]!);
        row.messages![0]!.text = text;
        const small = { ...report, conversations: [row] };
        const html = auditHtml(small, "zh");
        const data = dataOf(html);
        expect(data).not.toContain("<");
        expect(JSON.parse(data)).toEqual({ locale: "zh", report: small });
        expect(html.match(/<\/script/g)).toHaveLength(2);
      }),
      { numRuns: 60 },
    );
  });

  it("escapes what stands in the page itself", () => {
    for (const text of HOSTILE) expect(auditHtml({ ...report, tool: text, ruleset: text }, "zh").split('<script type="application/json"')[0]).not.toContain(text.includes("<") ? text : "\0");
    expect(escapeHtml(`<a b='c'>"&`)).toBe("&#60;a b=&#39;c&#39;&#62;&#34;&#38;");
  });
});

describe("base.css", () => {
  const css = readFileSync(join(ROOT, "src/reporters/page/base.css"), "utf8");
  const tokens = (block: string): Record<string, string> => Object.fromEntries([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
  const themes = { light: tokens(/:root \{([^}]*)\}/.exec(css)![1]!), dark: tokens(/\[data-theme="dark"\] \{([^}]*)\}/.exec(css)![1]!) };

  const luminance = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string): number => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  };

  it.each(Object.entries(themes))("%s: words can be read on every ground they stand on", (_, colours) => {
    const grounds = ["ground", "surface", "raised", "accent-soft", "agent", "error-soft", "warning-soft", "info-soft", "good-soft"];
    for (const ground of grounds) for (const ink of ["ink", "muted", "accent"]) expect([ink, ground, contrast(colours[ink]!, colours[ground]!) >= 4.5]).toEqual([ink, ground, true]);
    for (const tone of ["error", "warning", "info", "good"]) for (const ground of ["surface", `${tone}-soft`]) expect([tone, ground, contrast(colours[tone]!, colours[ground]!) >= 4.5]).toEqual([tone, ground, true]);
  });
});
