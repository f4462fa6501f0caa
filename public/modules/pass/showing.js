// One pass being shown: its codes, one for each slot of 15 seconds, and the mark of the minute. In each slot the next
// codes are requested, so that a page without network has codes for some minutes, and learns soon if it is no longer
// valid.
import { NoAnswer, postForm } from '../post.js'

/** The texts under the code. */
export const states = {
  starting: 'starting',
  live: 'live',
  offline: 'offline',
  ended: 'ended',
  limited: 'limited',
  elsewhere: 'elsewhere',
}

/** Milliseconds, longer than a response may take: nothing tells a page that the server is up again. */
const retryEvery = 10_000

export class Showing {
  #address
  #view
  #signal
  #known = null
  #offset = 0
  #slot = null
  #offline = false
  /** Why there is no code, in the server's words: rate-limited. */
  #limit = null
  #isElsewhere = false
  /** Whether the response to a request for a showing never arrived. */
  #isUnsure = false
  #asked_at = 0

  /** @param view `show(state, details)`, and `left()` for changes on the server: see live-view.js */
  constructor(address, view, signal) {
    this.#address = address
    this.#view = view
    this.#signal = signal
  }

  /** Starts a showing; earlier ones, here and on other devices, are then invalid. */
  async begin() {
    this.#isElsewhere = false
    if (!this.#known) this.#view.show(states.starting)
    if (!(await this.#ask({})) && this.#known) await this.#ask({ showing: this.#known.showing })
    this.tick()
  }

  /** Called several times a second. */
  tick() {
    const now = Date.now() + this.#offset
    const code = this.#known?.codes.find(({ from, until }) => from <= now && now < until)
    if (!code) return this.#wait()
    const mark = this.#known.liveness.findLast(({ from }) => from <= now)
    const holds_until = this.#known.codes.at(-1).until - this.#offset
    this.#view.show(this.#offline ? states.offline : states.live, { code, mark, now, holds_until })
    if (this.#slot === code.from) return
    const isFirst = this.#slot === null
    this.#slot = code.from
    if (!isFirst) this.renew()
  }

  /** After another device has taken over, only a person can start again here. */
  async renew() {
    if (this.#isElsewhere) return
    if (this.#known) await this.#ask({ showing: this.#known.showing })
    else await this.#ask({})
  }

  /** Without a code: shows why, and retries now and then. */
  #wait() {
    if (this.#isElsewhere) return
    const state = this.#offline ? states.ended : this.#limit ? states.limited : states.starting
    this.#view.show(state, { reason: this.#limit })
    if (Date.now() - this.#asked_at >= retryEvery) this.renew()
  }

  /** @returns whether there are new codes */
  async #ask(fields) {
    this.#asked_at = Date.now()
    if (!fields.showing) this.#isUnsure = true
    try {
      const { status, body, at } = await postForm(this.#address, fields, { signal: this.#signal })
      // On a slow network this response may arrive after that of a later showing.
      const isPast = fields.showing && fields.showing !== this.#known?.showing
      if (this.#signal.aborted || isPast) return false
      this.#offline = false
      this.#limit = status === 429 ? body.detail : null
      if (status === 429) return false
      if (body.code === 'showing_superseded') return this.#end()
      if (status >= 400) return this.#view.left()
      this.#isUnsure = false
      this.#known = read(body)
      this.#offset = this.#known.now - at
      return true
    } catch (error) {
      if (this.#signal.aborted) return false
      if (!(error instanceof NoAnswer)) return this.#view.left()
      this.#offline = true
      if (!fields.showing) this.#isUnsure = true
      return false
    }
  }

  #end() {
    this.#known = null
    this.#slot = null
    this.#isElsewhere = !this.#isUnsure
    if (this.#isElsewhere) this.#view.show(states.elsewhere)
    return false
  }
}

const read = ({ showing, now, codes, liveness }) => ({
  showing,
  now: Date.parse(now),
  codes: codes.map(({ text, from, until }) => ({ text, from: Date.parse(from), until: Date.parse(until) })),
  liveness: liveness.map(({ from, colour, word }) => ({ from: Date.parse(from), colour, word })),
})
