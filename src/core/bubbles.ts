import { lastAtMost } from "./text/lines.js";
import type { Finding, Suggestion } from "./types.js";

/** A stretch of one bubble; the index counts bubbles of the response, or messages of the conversation once it is {@link settle}d there. */
export interface Place {
  messageIndex: number;
  start: number;
  end: number;
  text: string;
}

/** The bubbles of a response as one text, and the way back. */
export class Bubbles {
  readonly text: string;
  private readonly starts: number[] = [];

  constructor(readonly texts: readonly string[]) {
    let at = 0;
    for (const text of texts) {
      this.starts.push(at);
      at += text.length + 1;
    }
    this.text = texts.length === 1 ? texts[0]! : texts.join("\n");
  }

  /** Cut at the end of the bubble in which it starts. */
  place(start: number, end: number): Place {
    return this.placeIn(this.bubbleOf(start, end), start, end);
  }

  finding({ fix, suggestions, ...finding }: Finding): Finding {
    const bubble = this.bubbleOf(finding.start, finding.end);
    const moved = (suggestion: Suggestion): Suggestion[] => {
      const from = this.starts[bubble]!;
      const to = from + this.texts[bubble]!.length;
      if (suggestion.edits.some((edit) => edit.start < from || edit.end > to)) return [];
      return [{ title: suggestion.title, edits: suggestion.edits.map((edit) => ({ start: edit.start - from, end: edit.end - from, text: edit.text })) }];
    };
    const [movedFix] = fix ? moved(fix) : [];
    return { ...finding, ...this.placeIn(bubble, finding.start, finding.end), ...(movedFix && { fix: movedFix }), suggestions: suggestions.flatMap(moved) };
  }

  private placeIn(bubble: number, start: number, end: number): Place {
    const from = this.starts[bubble]!;
    const text = this.texts[bubble]!;
    const first = Math.max(0, start - from);
    const last = Math.max(first, Math.min(end - from, text.length));
    return { messageIndex: bubble, start: first, end: last, text: text.slice(first, last) };
  }

  /** The bubble in which a stretch starts; what begins with the line break between two begins in the second. */
  private bubbleOf(start: number, end: number): number {
    const { starts } = this;
    let bubble = lastAtMost(starts, start);
    while (bubble + 1 < starts.length && end > starts[bubble + 1]! && start === starts[bubble + 1]! - 1) start = starts[++bubble]!;
    return bubble;
  }
}
