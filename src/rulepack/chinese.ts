import type { Locale } from "../core/types.js";

/**
 * What is said about rules, playbooks and dictionaries, in Chinese. Their errors are English where they arise, deep in the compiler;
 * what is not here stays English. `$1` … stand for what the message holds.
 */
const CHINESE: [english: RegExp, chinese: string][] = [
  // Files and YAML.
  [/^there is no such file or folder$/, "没有这个文件或文件夹"],
  [/^cannot be read: (.+)$/, "读不了：$1"],
  [/^is not YAML: (.+)$/s, "不是有效的 YAML：$1"],
  // Schemas.
  [/^unknown key (".+?"); did you mean (".+?")\?$/, "没有 $1 这个键，是不是想写 $2？"],
  [/^unknown key (".+?")$/, "没有 $1 这个键"],
  [/^is missing$/, "缺这一项，请补上"],
  [/^expected \((.+)\), found (.+)$/s, "不能是 $2；可用：$1"],
  [/^expected Array, found (.+)$/s, "要写成列表，一行一个“- 值”，现在是 $1"],
  [/^expected Object, found (.+)$/s, "要写成“键: 值”，现在是 $1"],
  [/^expected string, found (.+)$/s, "要写成文字，现在是 $1；数字、日期等请加引号"],
  [/^expected number, found (.+)$/s, "要写成数字，现在是 $1"],
  [/^expected boolean, found (.+)$/s, "要写 true 或 false，现在是 $1"],
  [/^expected (.+), found (.+)$/s, "要写成 $1，现在是 $2"],
  [/^must not be empty$/, "不能为空"],
  [/^needs at least one entry$/, "至少写一条"],
  [/^needs at least one class$/, "至少写一个词类"],
  [/^needs at least one rule$/, "至少写一条规则的 id"],
  [/^needs at least one step$/, "至少写一步"],
  [/^needs at least one message$/, "至少写一条消息"],
  [/^needs at least one example that fires$/, "至少写一个会报的例子"],
  [/^needs at least one example that does not fire$/, "至少写一个不会报的例子"],
  [/^has one message an entry$/, "一条只写一个消息"],
  [/^needs text; only places have their own$/, "要写 text；只有 replace: places 不用写"],
  [/^names at least one point of the guidance$/, "至少写一个指导要点，如 G04"],
  [/^says where the rule comes from$/, "写明规则的出处"],
  [/^(".*") names classes: "a" or "a\|b"$/, "$1 不合写法：写词类的名字，“a”或“a|b”"],
  [/^(".*") is a point of the guidance, such as G04$/, "$1 不是指导要点；写成 G04 这样"],
  [/^(".*") is written in kebab-case$/, "$1 不合写法：用小写字母、数字和 -"],
  [/^(".*") is <dimension>\/<name> in kebab-case; dimensions: (.+)$/, "$1 不合写法：写成 维度/名字，用小写字母、数字和 -；维度：$2"],
  [/^(".*") (?:a class name )?is made of lower-case letters, digits and -$/, "$1 不合写法：用小写字母、数字和 -"],
  [/^(".*") names a file of dictionaries\/ without its ending, or one beside the rule \(\.\/words\)$/, "$1 不合写法：写 dictionaries/ 里的文件名（不带后缀），或规则旁边的 ./文件名"],
  [/^(".*") is "agent", "customer", "bot" or "system", with a time before it: "10:05 agent"$/, "$1 不合写法：写 agent、customer、bot、system，前面可加时间：10:05 agent"],
  // Dictionaries.
  [/^needs a term and the plain word, with a tab between$/, "一行写一个词和改用的词，中间用制表符隔开"],
  [/^has more than four columns$/, "多于四列"],
  [/^"(.+)" stands here twice$/, "“$1”写了两遍"],
  // Patterns and classes.
  [/^in "(.+)": (.+)$/s, "“$1”里：$2"],
  [/^unexpected "(.+)"$/, "这里不该有“$1”"],
  [/^more than (\d+) alternatives; make a class of the part that varies$/, "展开超过 $1 种；把变化的部分做成一个词类"],
  [/^more than (\d+) alternatives$/, "展开超过 $1 种"],
  [/^ends too early$/, "没写完"],
  [/^"\(" is never closed$/, "“(”没有收尾"],
  [/^"!" takes a class or literal characters$/, "“!”后面要写词类或文字"],
  [/^a blank stands for nothing; use \.\. for a gap$/, "空格不起作用；要空开写 .."],
  [/^"\\" at the end$/, "结尾多了“\\”"],
  [/^a class is written <name> or <name:capture>, in lower-case letters, digits and "-"$/, "词类写成 <名字> 或 <名字:取名>，用小写字母、数字和 -"],
  [/^matches nothing: it needs a literal or a class$/, "什么也匹配不到：要有文字或词类"],
  [/^can never match: "\^" stands at the start$/, "永远匹配不到：“^”只能写在开头"],
  [/^can never match: "\$" stands at the end$/, "永远匹配不到：“$”只能写在结尾"],
  [/^two "!" in a row; write one, with a class or \(a\|b\)$/, "连写了两个“!”；写一个，后面跟词类或 (a|b)"],
  [/^"!" stands directly beside a literal or a class$/, "“!”要紧挨着文字或词类"],
  [/^a gap stands between two things$/, "空档要写在两样东西中间"],
  [/^"(.+)" can never match: blanks and invisible characters are not part of the text that is searched$/, "“$1”永远匹配不到：查的时候不看空格和不可见字符"],
  [/^"(.+)" is too long for one literal$/, "“$1”太长，拆开写"],
  [/^there is no class ([<"].+?[>"]); did you mean (<.+?>)\?$/, "没有 $1 这个词类，是不是想写 $2？"],
  [/^there is no class ([<"].+?[>"])$/, "没有 $1 这个词类"],
  [/^there is no rule "(.+)"$/, "没有“$1”这条规则；全部规则见 replylint rules list"],
  [/^class "(.+)" is defined twice$/, "词类“$1”定义了两次"],
  [/^class "(.+)" has no members: it can never match$/, "词类“$1”是空的，永远匹配不到"],
  [/^classes are defined in a circle: (.+)$/, "词类绕成了圈：$1"],
  [/^rule "(.+)" is defined twice$/, "规则“$1”定义了两次"],
  // Examples.
  [/^should be reported, but nothing is$/, "该报，却没有报"],
  [/^should be reported, but only (.+) fires$/, "该报，却只报了 $1"],
  [/^should be reported at "(.*)" in message (\d+), but is at (.+)$/, "该报在第 $2 条的“$1”，却报在 $3"],
  [/^should be reported at "(.*)", but is at (.+)$/, "该报在“$1”，却报在 $2"],
  [/^should be mended to "(.*)", but no suggestion is offered$/, "该改成“$1”，却没有给改法"],
  [/^should be mended to "(.*)", but is to (.+)$/, "该改成“$1”，却改成 $2"],
  [/^a good example, but (\S+) reports "(.*)" in message (\d+)$/, "好例子，却被 $1 报在第 $3 条的“$2”"],
  [/^a good example, but (\S+) reports "(.*)"$/, "好例子，却被 $1 报在“$2”"],
];

/** A message about rules in the language asked for; the keys that lead to its place stay in front. */
export function inLocale(message: string, locale: Locale): string {
  if (locale === "en") return message;
  const [, path = "", words = ""] = /^((?:[\w-]+(?:\.[\w-]+)*: )?)(.*)$/s.exec(message)!;
  return translated(message) ?? (path === "" ? undefined : ((found) => found && path + found)(translated(words))) ?? message;
}

function translated(words: string): string | undefined {
  for (const [english, chinese] of CHINESE) {
    const match = english.exec(words);
    if (!match) continue;
    // What is wrong inside a pattern is a message of its own.
    return chinese.replace(/\$(\d)/g, (_, nth: string) => (english.source.startsWith("^in ") && nth === "2" ? (translated(match[2]!) ?? match[2]!) : match[Number(nth)]!));
  }
  return undefined;
}
