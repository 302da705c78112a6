/**
 * Cuts Chinese text into words: a segmenter's opinion, put right by a list of words that are known to be whole.
 * Here, at the edge, ICU may have its say; the engine never asks it.
 */

/** Cuts a run of letters without blanks and punctuation into words; joined again, the words are the run. */
export type Segment = (run: string) => Iterable<string>;

/** The platform's segmenter; single characters where there is none. */
export function platformSegment(): Segment {
  // An old browser may be without it, whatever the types say.
  const Segmenter = typeof Intl === "undefined" ? undefined : (Intl as Partial<typeof Intl>).Segmenter;
  if (!Segmenter) return (run) => run;
  const segmenter = new Segmenter("zh", { granularity: "word" });
  return function* (run) {
    for (let at = 0, end = 0; at < run.length; at = end) {
      end = Math.min(run.length, at + AT_ONCE);
      if (run.codePointAt(end - 1)! > 0xffff) end++;
      for (const part of segmenter.segment(run.slice(at, end))) yield part.segment;
    }
  };
}

/** ICU's time for a run grows with its square from some ten thousand characters on. */
const AT_ONCE = 4096;

/** Part of a run of word characters: a figure or a Latin word, which is whole, or letters that the segmenter cuts. */
export interface Piece {
  start: number;
  end: number;
  whole: boolean;
}

/** What may be left of the segmenter's word when a listed word is cut out of it: 工作日|内, 不|掉色, but not 工作日|程. */
const LEFT_OVER = new Set("不未没无再可会能已将被在的了着过内外前后里上下中起到吗呢吧啊呀哦么");

const CHAIN = 4;

// What is known of a place in a run.
const INSIDE = 0;
const EDGE = 1;
/** In the middle of a whole piece: nothing begins or ends here. */
const NEVER = 2;

/** Words to keep whole. */
export class WordList {
  private readonly words: ReadonlySet<string>;
  private readonly longest: number;

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
    this.longest = Math.max(0, ...Array.from(this.words, (word) => word.length));
  }

  /**
   * Cuts a run, given as its pieces, into words.
   * @returns where each word ends
   * @throws {TypeError} where `segment` loses or changes characters
   */
  cut(text: string, pieces: readonly Piece[], segment: Segment): number[] {
    const from = pieces[0]!.start;
    const to = pieces[pieces.length - 1]!.end;
    const run = text.slice(from, to);
    const places = new Uint8Array(run.length + 1);
    places[0] = EDGE;
    for (const piece of pieces) {
      const end = piece.end - from;
      let at = piece.start - from;
      if (piece.whole) places.fill(NEVER, at + 1, end);
      else
        for (const word of segment(run.slice(at, end))) {
          if (word === "" || !run.startsWith(word, at)) break;
          at += word.length;
          places[at] = EDGE;
        }
      if (!piece.whole && at !== end) throw new TypeError(`the segmenter does not give back "${text.slice(piece.start, piece.end)}"`);
      places[end] = EDGE;
    }
    for (let at = 0; at < run.length; at++) {
      if (places[at] !== EDGE && (places[at] === NEVER || places[at - 1] !== EDGE || !LEFT_OVER.has(run[at - 1]!))) continue;
      const length = this.wordAt(run, at, places, CHAIN);
      if (length === 0) continue;
      places.fill(INSIDE, at + 1, at + length);
      places[at] = EDGE;
      places[at + length] = EDGE;
      at += length - 1;
    }
    const ends: number[] = [];
    for (let at = 1; at <= run.length; at++) if (places[at] === EDGE) ends.push(from + at);
    return ends;
  }

  /**
   * Length of the longest listed word at `at` whose end agrees with the segmenter's edges; 0 where there is none. Several
   * in a row may come to an edge together: 点|击退|款 is 点击|退款.
   * @param chain how many words may do so
   */
  private wordAt(run: string, at: number, places: Uint8Array, chain: number): number {
    if (chain === 0) return 0;
    for (let length = Math.min(this.longest, run.length - at); length > 1; length--) {
      const end = at + length;
      if (places[end] === NEVER || !this.words.has(run.slice(at, end))) continue;
      const fits = places[end] === EDGE || (places[end + 1] === EDGE && LEFT_OVER.has(run[end]!)) || this.wordAt(run, end, places, chain - 1) > 0;
      if (fits) return length;
    }
    return 0;
  }
}
