/**
 * A map that holds at most so many: for one more, the oldest eighth goes. Not one by one: each time, what was deleted
 * before would be passed by first.
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
