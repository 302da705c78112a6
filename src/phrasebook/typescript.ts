import { dirname, join, relative, resolve } from "node:path";
import { Project, ts } from "ts-morph";
import { PieceBuilder } from "./pieces.js";
import { readTree } from "./records.js";
import type { Reading } from "./reading.js";
import type { TreeMap, TreeNode, TreePair, TreeText } from "./tree.js";
import type { Phrase } from "./types.js";

/** Reads phrasebooks of TypeScript and JavaScript; files that import one another are parsed once. */
export class TypeScriptReader {
  private readonly project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    compilerOptions: { allowJs: true, noLib: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ESNext, jsx: ts.JsxEmit.Preserve, allowImportingTsExtensions: true },
    // Packages hold no texts of the shop: only relative imports are followed.
    resolutionHost: (host, options) => ({
      resolveModuleNames: (names, containing) => names.map((name) => (name.startsWith(".") ? ts.resolveModuleName(name, containing, options(), host).resolvedModule : undefined)),
    }),
  });

  /** Texts of the files that constants come from, by their names. */
  readonly sources = new Map<string, string>();

  preload(file: string, text: string): void {
    this.project.createSourceFile(resolve(file), text, { overwrite: true });
  }

  read(reading: Reading): void {
    const path = resolve(reading.file);
    const source = this.project.createSourceFile(path, reading.source, { overwrite: true }).compilerNode;
    const errors = (source as unknown as { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
    const [error] = errors;
    if (error) {
      const message = ts.flattenDiagnosticMessageText(error.messageText, " ");
      reading.problem("not-typescript", { from: error.start, to: error.start + error.length }, { zh: `不是有效的 TypeScript：${message}`, en: `not valid TypeScript: ${message}` });
      return;
    }
    const checker = this.project.getTypeChecker().compilerObject;
    new FileReader(source, checker, reading, this.sources).read();
  }
}

type Env = ReadonlyMap<ts.Symbol, Words>;

/** Words that an expression comes to, with what stands behind each of them. */
type Words = readonly Part[];
interface Part {
  text: string;
  from: number;
  to: number;
  exact: boolean;
  file?: string;
}

const DEEPEST = 24;

class FileReader {
  /** Declarations that other texts are made of: no phrases of their own. */
  private readonly used = new Set<ts.Node>();
  private readonly declared = new Map<TreePair, ts.Node>();

  constructor(
    private readonly source: ts.SourceFile,
    private readonly checker: ts.TypeChecker,
    private readonly reading: Reading,
    private readonly sources: Map<string, string>,
  ) {}

  read(): void {
    const found: { declaration: ts.Node; tree: TreeNode }[] = [];
    for (const statement of this.source.statements) {
      if (ts.isVariableStatement(statement)) {
        for (const declaration of statement.declarationList.declarations)
          if (ts.isIdentifier(declaration.name) && declaration.initializer) found.push({ declaration, tree: this.named(declaration.name, declaration.initializer, statement, []) });
      } else if (ts.isFunctionDeclaration(statement) && statement.name) {
        found.push({ declaration: statement, tree: this.map(statement, [this.answers(statement.name, statement, [])]) });
      } else if (ts.isClassDeclaration(statement)) {
        const path = statement.name ? [statement.name.text] : [];
        found.push({ declaration: statement, tree: this.map(statement, statement.members.flatMap((member) => (ts.isPropertyDeclaration(member) && member.initializer ? [this.pair(member.name, member.initializer, member, path)] : ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member) ? [this.answers(member.name, member, path)] : []))) });
      } else if (ts.isEnumDeclaration(statement)) {
        found.push({ declaration: statement, tree: this.map(statement, statement.members.flatMap((member) => (member.initializer ? [this.pair(member.name, member.initializer, member, [statement.name.text])] : []))) });
      } else if (ts.isExportAssignment(statement)) found.push({ declaration: statement, tree: this.tree(statement.expression, []) });
      else if (ts.isExpressionStatement(statement)) found.push({ declaration: statement, tree: this.tree(statement.expression, []) });
    }
    // Whatever is part of another text is known only now.
    for (const { declaration, tree } of found) if (!this.used.has(declaration)) readTree(this.own(tree), this.reading);
  }

  /** A tree without what other texts are made of. */
  private own(tree: TreeNode): TreeNode {
    if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => this.own(item)) };
    if (tree.kind !== "map") return tree;
    return { ...tree, pairs: tree.pairs.filter((pair) => !this.used.has(this.declared.get(pair)!)).map((pair) => ({ ...pair, value: this.own(pair.value) })) };
  }

  /** A declaration: a list or a table is read as it is, a single text as `{ name: text }`. */
  private named(name: ts.Node, value: ts.Expression, documented: ts.Node, path: readonly string[]): TreeNode {
    const pair = this.pair(name, value, documented, path);
    if (pair.value.kind === "map" && pair.value.pairs.some(({ key }) => key === "entries")) return pair.value;
    return this.map(value, [pair]);
  }

  private pair(name: ts.Node, value: ts.Expression, documented: ts.Node, path: readonly string[]): TreePair {
    const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : name.getText(this.source);
    const keyAt = { from: name.getStart(this.source), to: name.end };
    const node = this.tree(value, [...path, key]);
    const tags = node.kind === "text" ? tagsOf(documented) : [];
    if (node.kind !== "text" || tags.length === 0) {
      const pair = { key, keyAt, value: node };
      this.declared.set(pair, documented);
      return pair;
    }
    const fixed = (text: string): TreeText => ({ kind: "text", value: text, ...keyAt, phrase: () => new PieceBuilder().whole(text, keyAt.from, keyAt.to).phrase() });
    return { key, keyAt, value: this.map(value, [{ key: "id", keyAt, value: fixed([...path, key].join(".")) }, { key: "text", keyAt, value: node }, ...tags.map(({ name, text }) => ({ key: name, keyAt, value: fixed(text) }))]) };
  }

  /** What a function answers, under its name. */
  private answers(name: ts.Node, node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration, path: readonly string[]): TreePair {
    const body = returned(node);
    if (body) return this.pair(name, body, node, path);
    const key = name.getText(this.source);
    const keyAt = { from: name.getStart(this.source), to: name.end };
    return { key, keyAt, value: { kind: "list", ...keyAt, items: returns(node).map((one) => this.tree(one, [...path, key])) } };
  }

  private map(node: ts.Node, pairs: TreePair[]): TreeMap {
    return { kind: "map", from: node.getStart(this.source), to: node.end, pairs };
  }

  private tree(expression: ts.Expression, path: readonly string[]): TreeNode {
    const node = bare(expression);
    const range = { from: node.getStart(this.source), to: node.end };
    if (ts.isObjectLiteralExpression(node))
      return {
        kind: "map",
        ...range,
        pairs: node.properties.flatMap((property) => {
          if (ts.isPropertyAssignment(property)) return [this.pair(property.name, property.initializer, property, path)];
          if (ts.isShorthandPropertyAssignment(property)) return [this.pair(property.name, property.name, property, path)];
          if (ts.isMethodDeclaration(property)) return [this.answers(property.name, property, path)];
          return [];
        }),
      };
    if (ts.isArrayLiteralExpression(node)) return { kind: "list", ...range, items: node.elements.map((item) => this.tree(item, path)) };
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      const body = returned(node);
      return body ? this.tree(body, path) : { kind: "list", ...range, items: returns(node).map((one) => this.tree(one, path)) };
    }
    const words = this.words(node, new Map(), 0);
    if (words && words.some((part) => !part.text.startsWith("${"))) {
      const value = words.map((part) => part.text).join("");
      return { kind: "text", ...range, value, phrase: () => this.phrase(words) };
    }
    if (ts.isConditionalExpression(node)) return { kind: "list", ...range, items: [this.tree(node.whenTrue, path), this.tree(node.whenFalse, path)] };
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return this.call(node, path);
    if (ts.isNumericLiteral(node)) return { kind: "other", ...range, value: Number(node.text) };
    return { kind: "other", ...range, value: node.kind === ts.SyntaxKind.FalseKeyword ? false : node.kind === ts.SyntaxKind.TrueKeyword ? true : null };
  }

  /** A call that does not come to a text: of a helper that takes one, or one that hands a table on. */
  private call(node: ts.CallExpression | ts.NewExpression, path: readonly string[]): TreeNode {
    const range = { from: node.getStart(this.source), to: node.end };
    const name = ts.isIdentifier(node.expression) ? node.expression.text : ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : "";
    const args = (node.arguments ?? []).map((argument) => this.tree(argument, path));
    const tables = args.filter((arg) => arg.kind === "map" || arg.kind === "list");
    const texts = args.filter((arg) => arg.kind === "text");
    const helpers = this.reading.options.config?.helpers ?? HELPERS;
    if (helpers.includes(name) && texts.length > 0) {
      const [first, second] = texts;
      const pairs = [...(second ? [{ key: "id", keyAt: first!, value: first! }] : []), { key: "text", keyAt: second ?? first!, value: second ?? first! }];
      return { kind: "map", ...range, pairs: [...pairs, ...tables.flatMap((table) => (table.kind === "map" ? table.pairs : []))] };
    }
    return tables.length === 1 ? tables[0]! : { kind: "list", ...range, items: tables };
  }

  private phrase(words: Words): Phrase {
    const out = new PieceBuilder();
    for (const { text, from, to, exact, file } of words)
      if (exact) out.exact(text, from, file);
      else out.whole(text, from, to, file);
    return out.phrase({ spell: (text) => (text.includes("${") ? null : text.replace(/[\\'"`]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")) });
  }

  /** What will be sent; what only the run knows stays as a placeholder `${…}`. Null for what is no text. */
  private words(expression: ts.Expression, env: Env, depth: number): Words | null {
    const node = bare(expression);
    if (depth > DEEPEST) return null;
    const file = this.fileOf(node);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return literal(node.getSourceFile().text, node.getStart() + 1, node.end - 1, file);
    if (ts.isTemplateExpression(node)) {
      const text = node.getSourceFile().text;
      const out: Part[] = [...literal(text, node.head.getStart() + 1, node.head.end - 2, file)];
      for (const span of node.templateSpans) {
        const open = span.expression.pos - 2;
        const close = span.literal.getStart();
        out.push(...(this.words(span.expression, env, depth + 1) ?? [{ text: text.slice(open, close + 1), from: open, to: close + 1, exact: true, ...(file !== undefined && { file }) }]));
        out.push(...literal(text, close + 1, span.literal.end - (span.literal.kind === ts.SyntaxKind.TemplateTail ? 1 : 2), file));
      }
      return out;
    }
    if (ts.isTaggedTemplateExpression(node)) return this.words(node.template, env, depth + 1);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const left = this.words(node.left, env, depth + 1);
      const right = this.words(node.right, env, depth + 1);
      return left || right ? [...(left ?? this.unknown(node.left)), ...(right ?? this.unknown(node.right))] : null;
    }
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return this.reference(node, env, depth);
    if (ts.isCallExpression(node)) return this.called(node, env, depth);
    return null;
  }

  private unknown(node: ts.Expression): Words {
    const file = this.fileOf(node);
    return [{ text: `\${${node.getText()}}`, from: node.getStart(), to: node.end, exact: false, ...(file !== undefined && { file }) }];
  }

  private reference(node: ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression, env: Env, depth: number): Words | null {
    let symbol = this.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : ts.isElementAccessExpression(node) ? node.argumentExpression : node);
    if (symbol && env.has(symbol)) return env.get(symbol)!;
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (!declaration) return null;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer && ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) {
      const words = this.words(declaration.initializer, env, depth + 1);
      if (words) this.used.add(declaration);
      return words;
    }
    if (!(ts.isPropertyAssignment(declaration) || ts.isEnumMember(declaration)) || !declaration.initializer) return null;
    const words = this.words(declaration.initializer, env, depth + 1);
    if (words) this.used.add(declaration);
    return words;
  }

  /** A call of a function that is a single expression: its text with the arguments put in; and the usual methods of texts. */
  private called(node: ts.CallExpression, env: Env, depth: number): Words | null {
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression)) {
      const inner = bare(expression.expression);
      const method = expression.name.text;
      if (/^(?:trim|trimStart|trimEnd|normalize|toString)$/.test(method)) return this.words(inner, env, depth + 1);
      if (method === "concat") {
        const first = this.words(inner, env, depth + 1);
        return first && [...first, ...node.arguments.flatMap((argument) => this.words(argument, env, depth + 1) ?? this.unknown(argument))];
      }
      if (method === "join" && ts.isArrayLiteralExpression(inner)) {
        const between = node.arguments[0] ? this.words(node.arguments[0], env, depth + 1) : null;
        return between && inner.elements.flatMap((item, index) => [...(index > 0 ? between : []), ...(this.words(item, env, depth + 1) ?? this.unknown(item))]);
      }
    }
    let symbol = this.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(expression) ? expression.name : expression);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    const target = declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) ? declaration.initializer && bare(declaration.initializer) : declaration;
    if (!target || !(ts.isArrowFunction(target) || ts.isFunctionExpression(target) || ts.isFunctionDeclaration(target) || ts.isMethodDeclaration(target))) return null;
    const body = returned(target);
    if (!body) return null;
    const inside = new Map(env);
    target.parameters.forEach((parameter, index) => {
      const argument = node.arguments[index] ?? parameter.initializer;
      const name = this.checker.getSymbolAtLocation(parameter.name);
      const words = argument && (this.words(argument, env, depth + 1) ?? this.unknown(argument));
      if (name && words) inside.set(name, words);
    });
    const words = this.words(body, inside, depth + 1);
    if (words) this.used.add(declaration!);
    return words;
  }

  /** Name of the file that a node is in, as the reader's own was given; absent for that one. */
  private fileOf(node: ts.Node): string | undefined {
    const source = node.getSourceFile();
    if (source === this.source) return undefined;
    const file = join(dirname(this.reading.file), relative(dirname(resolve(this.reading.file)), source.fileName));
    this.sources.set(file, source.text);
    return file;
  }
}

/** Functions that take a text, or an id and a text. */
const HELPERS = ["phrase", "reply", "script", "template", "macro", "话术"];

/** An expression without what only types need. */
function bare(node: ts.Expression): ts.Expression {
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node)) node = node.expression;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "freeze" && node.arguments[0]) return bare(node.arguments[0]);
  return node;
}

/** What a function of one expression returns. */
function returned(node: ts.FunctionLikeDeclaration): ts.Expression | null {
  const { body } = node;
  if (!body) return null;
  if (!ts.isBlock(body)) return body;
  const [only] = body.statements;
  return body.statements.length === 1 && only && ts.isReturnStatement(only) && only.expression ? only.expression : null;
}

/** Everything that a function of several statements may return; functions inside it are their own. */
function returns(node: ts.FunctionLikeDeclaration): ts.Expression[] {
  const out: ts.Expression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isReturnStatement(child) && child.expression) out.push(child.expression);
    else if (!ts.isFunctionLike(child)) ts.forEachChild(child, visit);
  };
  if (node.body) ts.forEachChild(node.body, visit);
  return out;
}

/** `@scenario chase` and the like in the comment before a declaration. */
function tagsOf(node: ts.Node): { name: string; text: string }[] {
  return ts.getJSDocTags(node).flatMap((tag) => {
    const text = ts.getTextOfJSDocComment(tag.comment)?.trim() ?? "";
    return text === "" || tag.tagName.text === "param" ? [] : [{ name: tag.tagName.text, text }];
  });
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

/** What stands between the quotes of a literal, escape by escape. */
function literal(source: string, from: number, to: number, file: string | undefined): Part[] {
  const raw = source.slice(from, to);
  const own = file !== undefined && { file };
  return [...raw.matchAll(/\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|\r\n|[^])|\r\n|[^\\\r]+|\r/gi)].flatMap(({ 0: part, index }): Part[] => {
    const at = from + index;
    if (/^\r/.test(part)) return [{ text: "\n", from: at, to: at + part.length, exact: false, ...own }];
    if (!part.startsWith("\\")) return [{ text: part, from: at, to: at + part.length, exact: true, ...own }];
    const code = /^\\(?:u\{([0-9a-f]+)\}|[ux]([0-9a-f]+)$)/i.exec(part);
    const text = code ? String.fromCodePoint(Number.parseInt(code[1] ?? code[2]!, 16)) : /^\\[\r\n\u2028\u2029]/.test(part) ? "" : (ESCAPES[part.slice(1)] ?? part.slice(1));
    return [{ text, from: at, to: at + part.length, exact: false, ...own }];
  });
}
