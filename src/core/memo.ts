/** Between texts in a key; a text that holds it is not remembered. */
const JOINT = "\u0001";

/** Remembers what was worked out from texts, and forgets the older half when there is too much of it; it never changes a result. */
export class Memo<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  /** @param size at most twice as many are kept; 0 keeps nothing */
  constructor(private readonly size: number) {}

  /**
   * @param context what the value depends on beside the texts
   * @param make works the value out; it gets texts of its own, which may be kept: those of a reader are slices of its whole buffer
   */
  get(context: string, texts: readonly string[], make: (texts: readonly string[]) => V): V {
    if (this.size === 0) return make(texts);
    const key = context + texts.join(JOINT) + JOINT;
    const fresh = this.young.get(key);
    if (fresh !== undefined) return fresh;
    let value = this.old.get(key);
    if (value === undefined) {
      const own = key.slice(context.length, -1).split(JOINT);
      if (own.length !== texts.length) return make(texts);
      value = make(own);
    }
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
    return value;
  }
}
