/**
 * Remembers what the last round asked for and forgets the rest: an edit costs what it changed, and what was deleted does
 * not pile up.
 */
export class Memo<T> {
  private before = new Map<string, T>();
  private now = new Map<string, T>();

  /** Begins a round. */
  next(): void {
    this.before = this.now;
    this.now = new Map();
  }

  get(key: string, make: () => T): T {
    let value = this.now.get(key) ?? this.before.get(key);
    if (value === undefined) value = make();
    this.now.set(key, value);
    return value;
  }

  get size(): number {
    return this.now.size;
  }
}
