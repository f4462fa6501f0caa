/** Spaces, hyphens of any keyboard, and invisible characters that are copied along. */
const between = /[\s\p{Pd}\p{Default_Ignorable_Code_Point}]/gu

/** A short code as people type it, "ABCD-EFGH", also full-width: Crockford's Base32 has no I, L, O and U. */
export const tidyShortCode = (text) =>
  text.normalize('NFKC').toUpperCase().replaceAll(between, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')

/** People found at once. */
export const mostFound = 50

/** All passes that the device knows, and who of their holders was admitted. */
export class Roster {
  #passes = []
  #used = new Map()
  #byPublicId = new Map()
  #names = new Map()
  #event
  #days
  #now

  /** @param now returns the time by the server's clock, in milliseconds */
  constructor({ event, passes }, now = Date.now) {
    this.#event = event.id
    this.#days = (event.days ?? []).map(Date.parse)
    this.#now = now
    this.#passes = passes
    this.#byPublicId = new Map(passes.map((pass) => [pass.public_id, pass]))
    for (const { id, used_at } of passes) if (used_at) this.#used.set(id, Date.parse(used_at))
  }

  byPublicId(publicId) {
    return this.#byPublicId.get(publicId)
  }

  byId(id) {
    return this.#passes.find((pass) => pass.id === id)
  }

  /** The list contains only hashes of short codes, so that a lost device does not reveal them directly. */
  async byShortCode(code) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${this.#event}:${code}`))
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
    const wanted = hash.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    return this.#passes.find((pass) => pass.short_code_hash === wanted)
  }

  /** On the current day of an event of several days: a pass admits once on each. */
  usedAt(id) {
    const at = this.#used.get(id)
    return at >= this.day ? at : undefined
  }

  markUsed(id, at) {
    if (!(this.#used.get(id) >= this.#dayOf(at))) this.#used.set(id, at)
  }

  /** When the current day of an event of several days began; the same always at others. */
  get day() {
    return this.#dayOf(this.#now())
  }

  #dayOf(at) {
    return this.#days.findLast((start) => start <= at) ?? Number.NEGATIVE_INFINITY
  }

  /** @returns the first people whose names contain all words */
  search(text, most = mostFound) {
    const words = text.split(/\s+/).map(spellings)
    const found = []
    for (const pass of this.#passes) {
      if (found.length === most) break
      if (!pass.cancelled && this.#fits(pass, words)) found.push(pass)
    }
    return found
  }

  /** Cached: on a phone normalising thousands of names takes most of a second, and each admission redraws the list. */
  #fits(pass, words) {
    if (!this.#names.has(pass)) this.#names.set(pass, spellings(pass.name))
    const names = this.#names.get(pass)
    return words.every((word) => word.some((one) => names.some((other) => other.includes(one))))
  }

  /** Searches like the server: by short code, else by name. */
  async find(text) {
    const meant = await this.byShortCode(tidyShortCode(text)).catch(() => null)
    return meant && !meant.cancelled ? [meant] : this.search(text)
  }

  get counts() {
    const expected = this.#passes.filter((pass) => !pass.cancelled || this.usedAt(pass.id))
    return { admitted: expected.filter(({ id }) => this.usedAt(id)).length, expected: expected.length }
  }
}

// The server's normalisation (src/lib/spelling.ts), as far as a list of people needs it.
const letters = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' }
const umlauts = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', đ: 'dj' }

const fold = (text) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþıς]/g, (letter) => letters[letter])
    .replaceAll(/[^\p{L}\p{N}\s]/gu, '')
const spelledOut = (text) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[äöüåøđ]/g, (letter) => umlauts[letter])
const spellings = (text) => [fold(text), fold(spelledOut(text))]
