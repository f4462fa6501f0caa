// What the server's clock shows, by that of the device.

/** Milliseconds; a clock that is compared with others all the time is set by less. */
const step = 2000

export class ServerClock {
  /** Milliseconds by which the server's clock is ahead. */
  offset = 0
  #last = 0
  #set

  /** @param set called with the offset when somebody has set the clock of the device */
  constructor(set) {
    this.#set = set
  }

  /** To be read each second. Time does not go back: where it seems to, the clock of the device was put right. */
  get now() {
    const clock = Date.now()
    const isSet = clock < this.#last - step
    if (isSet) this.offset += this.#last - clock
    this.#last = clock
    if (isSet) this.#set(this.offset)
    return clock + this.offset
  }
}
