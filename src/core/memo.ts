/** Remembers what was worked out, and forgets the older half when there is too much of it; what is remembered never changes a result. */
export class Memo<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  /** @param size at most twice as many are kept; 0 keeps nothing */
  constructor(private readonly size: number) {}

  get(key: string, make: () => V): V {
    if (this.size === 0) return make();
    let value = this.young.get(key);
    if (value !== undefined) return value;
    value = this.old.get(key) ?? make();
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
    return value;
  }
}
