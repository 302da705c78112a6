import type { Nodes, Paragraph, ParagraphContent, Punctuation, Root, Sentence, SentenceContent, Text, Word } from "nlcst";
import type { Plugin } from "unified";
import { type Locator, locator, type Position } from "./locate.js";
import { platformSegment, type Segment, WordList } from "./segment.js";
import { sentences } from "./sentences.js";
import { type Token, tokenise } from "./tokens.js";
import { WORDS } from "./words.js";

export interface ChineseOptions {
  /** Words to keep whole, beside those that come with the parser. */
  words?: Iterable<string> | undefined;
  /**
   * Another segmenter (jieba, say); it gets runs of Chinese letters without blanks and marks.
   * Default: `Intl.Segmenter`; single characters where the platform has none. Listed words stay whole in any case.
   */
  segment?: Segment | undefined;
}

/**
 * Parses Chinese text to an nlcst tree. Each line is a paragraph; between paragraphs, and between the sentences of one,
 * stand white space nodes. Figures, Latin words, emoji and listed words are whole; addresses and `{placeholders}` are
 * source nodes. The tree is lossless: every node's position slices the text to the node's own words.
 */
export function chineseParser(text: string, options: ChineseOptions = {}): Root {
  return createParser(options)(text);
}

/** A parser that has its words and its segmenter at hand. */
export function createParser({ words = [], segment = platformSegment() }: ChineseOptions): (text: string) => Root {
  const list = new WordList([...WORDS, ...words]);
  return (text) => new Builder(text).root(tokenise(text, list, segment));
}

class Builder {
  private readonly places: Locator;

  constructor(private readonly text: string) {
    this.places = locator(text);
  }

  root(tokens: readonly Token[]): Root {
    const root: Root = { type: "RootNode", children: [], position: this.places.position(0, this.text.length) };
    let line: Token[] = [];
    const flush = (): void => {
      // White space at the ends of a line is no part of the paragraph.
      const first = line[0]?.type === "blank" ? line.shift() : undefined;
      const last = line[line.length - 1]?.type === "blank" ? line.pop() : undefined;
      if (first) root.children.push(this.content(first));
      if (line.length > 0) root.children.push(this.paragraph(line));
      if (last) root.children.push(this.content(last));
      line = [];
    };
    for (const token of tokens)
      if (token.type === "blank" && /[\r\n]/.test(this.text.slice(token.start, token.end))) {
        flush();
        root.children.push(this.content(token));
      } else line.push(token);
    flush();
    return root;
  }

  private paragraph(tokens: readonly Token[]): Paragraph {
    const children: ParagraphContent[] = [];
    let at = 0;
    for (const { from, to } of sentences(this.text, tokens)) {
      // Between sentences there is nothing but white space.
      for (const token of tokens.slice(at, from)) children.push({ type: "WhiteSpaceNode", ...this.literal(token.start, token.end) });
      children.push(this.sentence(tokens.slice(from, to)));
      at = to;
    }
    return { type: "ParagraphNode", children, position: this.span(tokens) };
  }

  private sentence(tokens: readonly Token[]): Sentence {
    return { type: "SentenceNode", children: tokens.map((token) => this.content(token)), position: this.span(tokens) };
  }

  private content({ type, start, end }: Token): SentenceContent {
    switch (type) {
      case "word":
        return this.word(start, end);
      case "blank":
        return { type: "WhiteSpaceNode", ...this.literal(start, end) };
      case "punctuation":
        return { type: "PunctuationNode", ...this.literal(start, end) };
      case "symbol":
        return { type: "SymbolNode", ...this.literal(start, end) };
      case "source":
        return { type: "SourceNode", ...this.literal(start, end) };
    }
  }

  /** Marks inside a word are nodes of their own, as parse-latin has them: `T` `-` `shirt`. */
  private word(start: number, end: number): Word {
    const children: (Text | Punctuation)[] = [];
    let at = start;
    for (const { 0: part } of this.text.slice(start, end).matchAll(/\p{P}|\P{P}+/gu)) {
      const literal = this.literal(at, (at += part.length));
      children.push(/^\p{P}/u.test(part) ? { type: "PunctuationNode", ...literal } : { type: "TextNode", ...literal });
    }
    return { type: "WordNode", children, position: this.places.position(start, end) };
  }

  private literal(start: number, end: number): Pick<Text, "value" | "position"> {
    return { value: this.text.slice(start, end), position: this.places.position(start, end) };
  }

  private span(tokens: readonly Token[]): Position {
    return this.places.position(tokens[0]!.start, tokens[tokens.length - 1]!.end);
  }
}

/** The lists by which other plugins (retext-emoji …) hook into an nlcst parser, and the nodes they are for. */
const EXTENSIONS = [
  ["nlcstSentenceExtensions", "SentenceNode"],
  ["nlcstParagraphExtensions", "ParagraphNode"],
  ["nlcstRootExtensions", "RootNode"],
] as const;

/** A unified plugin: parse Chinese text to an nlcst tree. */
export const retextChinese: Plugin<[options?: ChineseOptions | null | undefined], string, Root> = function (options) {
  const parse = createParser(options ?? {});
  this.parser = (text) => {
    const root = parse(text);
    const data = this.data() as Record<string, unknown>;
    for (const [key, type] of EXTENSIONS) {
      const extensions = data[key];
      if (Array.isArray(extensions)) for (const extension of extensions as ((node: Nodes) => void)[]) each(root, type, extension);
    }
    return root;
  };
};

function each(node: Nodes, type: Nodes["type"], visit: (node: Nodes) => void): void {
  if (node.type === type) visit(node);
  else if ("children" in node) for (const child of [...node.children]) each(child, type, visit);
}
