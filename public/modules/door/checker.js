// Decides on what is scanned, typed or chosen: by the server, or without a network by what the device knows.
import { NoAnswer } from '../post.js'
import { check, reasons } from './offline-checks.js'
import { decodeCode } from './pass-code.js'

/** Milliseconds for which a code that has left the picture is still the same one. */
const sameFor = 3000
/** Milliseconds to wait for the server; longer on a device that cannot decide by itself. */
const patience = 4000
const longPatience = 15_000

/** Characters of a code that the server accepts. */
const mostSigns = 1000

const refusal = { verdict: 'refused', pass: null }
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

function sentenceOf({ reason, pass }, roster) {
  if (reason !== 'used') return reasons[reason]
  return reasons.used.replace('.', `, at ${clock.format(roster.usedAt(pass.id))}.`)
}

/** What only the server knows of somebody who is let in. */
function doubtOf({ code }, { name, newer }) {
  if (newer) return 'Checked without a connection: booked or handed over after this device got its list.'
  if (!code?.startsWith('SM1:')) return `Check that this is ${name}.`
  return 'Checked without a connection: the pass may have been opened again since.'
}

export class Checker {
  #connection
  #view
  #busy = Promise.resolve()
  /** Checks under way or waiting, by the pass's id in codes: its code may change meanwhile, or its name be tapped. */
  #asked = new Set()
  #seen = { key: '', of: '', at: 0 }

  constructor(connection, view) {
    this.#connection = connection
    this.#view = view
  }

  /** What the camera sees: the same code again and again, and of one pass a new one every 15 seconds. */
  see(text) {
    const { key, at } = this.#seen
    const of = this.#subjectOf({ code: text })
    const isSame = (key === text || key === of) && Date.now() - at < sameFor
    this.#seen = { key: isSame ? key : text, of, at: Date.now() }
    if (!isSame) this.check({ code: text })
  }

  /** One after the other, in the order of the scans. A pass that is scanned or tapped again meanwhile is checked once. */
  check(scanned) {
    const of = this.#subjectOf(scanned)
    if (this.#asked.has(of)) return this.#busy
    this.#asked.add(of)
    this.#busy = this.#busy
      .then(() => this.#check({ ...scanned, scan_id: crypto.randomUUID() }))
      .then((verdict) => verdict && this.#decided(verdict, scanned.code, of))
      // The next one is checked all the same.
      .catch(() => this.#view.show({ ...refusal, message: 'This device could not check it. Scan it again.' }))
      .finally(() => this.#asked.delete(of))
    return this.#busy
  }

  #subjectOf({ code, pass_id }) {
    if (pass_id) return this.#connection.roster?.byId(pass_id)?.public_id ?? pass_id
    return decodeCode(code)?.public_id ?? code
  }

  #decided(verdict, code, of) {
    // After a refusal the next code of the same pass is checked, after an admission it is ignored.
    if (this.#seen.of === of) this.#seen.key = verdict.verdict === 'refused' ? code : of
    this.#view.show(verdict)
  }

  async #check(scan) {
    const at = new Date(this.#connection.now).toISOString()
    if (scan.code?.length > mostSigns) return { ...refusal, message: reasons.malformed }
    const { online, roster } = this.#connection
    if (!online && roster) return this.#checkAlone({ ...scan, at })
    try {
      const verdict = await this.#connection.ask('checks', scan, roster ? patience : longPatience)
      if (verdict.admission_id && verdict.verdict !== 'refused') this.#connection.markUsed(verdict.pass.id)
      return verdict
    } catch (error) {
      if (!this.#connection.handle(error)) return { ...refusal, message: error.message }
      return error instanceof NoAnswer ? this.#checkAlone({ ...scan, at }) : null
    }
  }

  async #checkAlone(scan) {
    const { bundle, roster } = this.#connection
    if (!roster) return { ...refusal, message: 'There is no connection, and this device has no list of the event.' }
    await this.#connection.recall()
    const found = await check(bundle, roster, scan, Date.parse(scan.at)).catch(() => null)
    if (!found) return { ...refusal, message: 'This browser cannot check codes without a connection. Search by name.' }
    if (found.reason) return { ...refusal, pass: found.pass, message: sentenceOf(found, roster) }
    // A short code is another one as soon as the place is handed over: whose it was now is told by the pass.
    const isShort = scan.code !== undefined && !scan.code.startsWith('SM1:')
    await this.#connection.remember(isShort ? { ...scan, pass_id: found.pass.id } : scan, found.pass)
    return { verdict: 'by_hand', word: 'Let in, offline', pass: found.pass, message: doubtOf(scan, found.pass) }
  }
}
