/** A map that holds at most so many: for one more, the oldest goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #most

  constructor(most: number) {
    super()
    this.#most = most
  }

  override set(key: K, value: V): this {
    const [oldest] = this.size >= this.#most && !this.has(key) ? this.keys() : []
    if (oldest !== undefined) this.delete(oldest)
    return super.set(key, value)
  }
}
