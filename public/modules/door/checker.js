// Decides about what was scanned, typed or tapped: asks the server, or without a network uses the device's own data.
import { NoAnswer } from '../post.js'
import { check, reasons } from './offline-checks.js'
import { decodeCode } from './pass-code.js'
import { timeText } from './verdict-view.js'

/** Milliseconds after which a code that has left the picture counts as a new scan. */
const sameFor = 3000
/** Milliseconds to wait for the server; longer on a device that cannot decide by itself. */
const patience = 4000
const longPatience = 15_000

/** Characters of a code that the server accepts. */
const mostSigns = 1000

const refusal = { verdict: 'refused', pass: null }

function sentenceOf({ reason, pass }, roster) {
  if (reason !== 'used') return reasons[reason]
  return reasons.used.replace('.', `, at ${timeText(roster.usedAt(pass.id))}.`)
}

/** What only the server can know about somebody who was admitted. */
function doubtOf({ code }, { name, newer }) {
  if (newer) return 'Checked without a connection: booked or handed over after this device got its list.'
  if (!code?.startsWith('SM1:')) return `Check that this is ${name}.`
  return 'Checked without a connection: the pass may have been opened again since.'
}

export class Checker {
  #connection
  #view
  #busy = Promise.resolve()
  /** Checks running or waiting, by the pass's id in codes: its code may change meanwhile, or its name be tapped. */
  #asked = new Set()
  #seen = { key: '', of: '', at: 0 }

  constructor(connection, view) {
    this.#connection = connection
    this.#view = view
  }

  /** Called for each code in the picture: the same one repeatedly, and for each pass a new one every 15 seconds. */
  see(text) {
    const { key, at } = this.#seen
    const of = this.#subjectOf({ code: text })
    const isSame = (key === text || key === of) && Date.now() - at < sameFor
    this.#seen = { key: isSame ? key : text, of, at: Date.now() }
    if (!isSame) this.check({ code: text })
  }

  /** Checks one scan at a time, in order. A pass that is scanned or tapped again meanwhile is checked once. */
  check(scanned) {
    const of = this.#subjectOf(scanned)
    if (this.#asked.has(of)) return this.#busy
    this.#asked.add(of)
    this.#busy = this.#busy
      .then(() => this.#check({ ...scanned, scan_id: crypto.randomUUID() }))
      .then((verdict) => verdict && this.#decided(verdict, scanned.code, of))
      // A failed check does not stop the next one.
      .catch(() => this.#view.show({ ...refusal, message: 'This device could not check it. Scan it again.' }))
      .finally(() => this.#asked.delete(of))
    return this.#busy
  }

  #subjectOf({ code, pass_id }) {
    if (pass_id) return this.#connection.roster?.byId(pass_id)?.public_id ?? pass_id
    return decodeCode(code)?.public_id ?? code
  }

  #decided(verdict, code, of) {
    // After a refusal the pass's next code is checked; after an admission it is ignored.
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
    if (found.begins) this.#connection.clock.learn(found.begins)
    if (found.reason) return { ...refusal, pass: found.pass, message: sentenceOf(found, roster) }
    // A short code changes when the place is handed over: the stored pass says whose it was.
    const isShort = scan.code !== undefined && !scan.code.startsWith('SM1:')
    const at = new Date(Math.max(Date.parse(scan.at), found.begins ?? 0)).toISOString()
    await this.#connection.remember({ ...scan, at, ...(isShort && { pass_id: found.pass.id }) }, found.pass)
    return { verdict: 'by_hand', word: 'Let in, offline', pass: found.pass, message: doubtOf(scan, found.pass) }
  }
}
