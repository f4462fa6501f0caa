/**
 * A map of limited size: when full, it drops its oldest eighth. Deleting entries one by one would be slow, as iteration
 * skips all entries deleted before.
 */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #most

  constructor(most: number) {
    super()
    this.#most = most
  }

  override set(key: K, value: V): this {
    if (this.size >= this.#most && !this.has(key)) this.#makeRoom(Math.ceil(this.#most / 8))
    return super.set(key, value)
  }

  #makeRoom(count: number) {
    for (const key of this.keys()) {
      this.delete(key)
      count -= 1
      if (count === 0) return
    }
  }
}
