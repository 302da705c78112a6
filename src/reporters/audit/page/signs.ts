/** Signs that stand beside words, so that nothing is told by colour alone. */
export const SIGN = { critical: "◆", error: "✖", warning: "▲", info: "●" } as const;
export const VERDICT_SIGN = { pass: "✓", fail: "✖", "not-applicable": "–" } as const;
