// The server's time, derived from the device's clock, which may be set to another time while there is no network.

/** Milliseconds; smaller jumps are normal corrections of a device's clock by its network. */
const step = 2000
/** Milliseconds; codes are signed at most so long before their validity begins. */
const issuedAhead = 5 * 60_000

export class ServerClock {
  /** Milliseconds by which the server's clock is ahead. */
  offset = 0
  #last = 0
  /** The last reading of a clock that cannot be set. It may stop while the device sleeps: null after the page was hidden. */
  #steady = null
  #set

  /** @param set called with the offset when the device's clock was changed */
  constructor(set) {
    this.#set = set
    globalThis.document?.addEventListener('visibilitychange', () => {
      this.#steady = null
    })
  }

  /** Read every second. Time never goes back; while the page is visible it also does not jump ahead. */
  get now() {
    const [clock, steady] = [Date.now(), performance.now()]
    const passed = this.#steady === null ? 0 : steady - this.#steady
    const jump = clock - this.#last - passed
    const isSet = jump < -step || (this.#steady !== null && jump > step)
    this.#last = clock
    this.#steady = globalThis.document?.hidden ? null : steady
    if (isSet) this.#turn(-jump)
    return clock + this.offset
  }

  /** @param begins when the validity of a signed code begins: much later than now, it shows that the device's clock is slow */
  learn(begins) {
    const ahead = begins - this.now
    if (ahead > issuedAhead) this.#turn(ahead)
  }

  #turn(by) {
    this.offset += by
    this.#set(this.offset)
  }
}
