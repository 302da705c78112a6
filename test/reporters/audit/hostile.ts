/** Words that would do harm where they are not taken for words. */
export const HOSTILE = [
  '</script><img src=x onerror="window.harmed=1">',
  "<!--<script>window.harmed=1</script>-->",
  '"><svg/onload=window.harmed=1>',
  "javascript:window.harmed=1",
  "\u2028\u2029]]>&lt;b&gt;",
  "${window.harmed=1}",
  "<a href='javascript:window.harmed=1'>点我</a>",
] as const;

/** What a spreadsheet would run, or take for something else. */
export const FORMULAS = ["=1+1", "+8613812345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.com","点我")', "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠a"] as const;
