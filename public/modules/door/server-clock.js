// The server's time, derived from the device's clock, which may be set to another time while there is no network.

/** Milliseconds; smaller jumps are normal corrections of a device's clock by its network. */
const step = 2000
/** Codes are signed at most so many milliseconds before they begin. */
const issuedAhead = 5 * 60_000

export class ServerClock {
  /** Milliseconds by which the server's clock is ahead. */
  offset = 0
  #last = 0
  /** By a clock that nobody sets, but that may stop while a device sleeps, of which a hidden page hears nothing. */
  #steady = null
  #set

  /** @param set called with the offset when the device's clock was changed */
  constructor(set) {
    this.#set = set
    globalThis.document?.addEventListener('visibilitychange', () => {
      this.#steady = null
    })
  }

  /** Read every second. Time never goes back, nor faster than it passes while the page is in view. */
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

  /** @param begins from when a signed code is valid: one of much later shows that the device's clock is slow */
  learn(begins) {
    const ahead = begins - this.now
    if (ahead > issuedAhead) this.#turn(ahead)
  }

  #turn(by) {
    this.offset += by
    this.#set(this.offset)
  }
}
