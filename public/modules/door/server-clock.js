// The server's time, derived from the device's clock.

/** Milliseconds; smaller jumps are normal corrections of a device's clock by its network. */
const step = 2000

export class ServerClock {
  /** Milliseconds by which the server's clock is ahead. */
  offset = 0
  #last = 0
  #set

  /** @param set called with the offset when the device's clock was changed */
  constructor(set) {
    this.#set = set
  }

  /** Read every second. Time never goes back: if it seems to, the device's clock was corrected. */
  get now() {
    const clock = Date.now()
    const isSet = clock < this.#last - step
    if (isSet) this.offset += this.#last - clock
    this.#last = clock
    if (isSet) this.#set(this.offset)
    return clock + this.offset
  }
}
