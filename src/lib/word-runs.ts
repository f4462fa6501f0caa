import { BoundedMap } from './bounded-map.ts'
import { spellingsOf } from './spelling.ts'

/** Consecutive letters and digits in a text. */
export interface Run {
  text: string
  start: number
  end: number
  /** In a script without spaces between words: one run can be a sentence. */
  unspaced: boolean
  /** How it is joined to the run before, if only a single joining character is between them. */
  joint: Joint | null
}

/**
 * `one`: both may also be written as one word (e-mail, don't, می‌خواهم). `beside`: they only form a phrase, like the
 * parts of an address.
 */
export type Joint = 'one' | 'beside'

/** Characters that join what may also be written as one word; a dot between two single letters does so too. */
export const joiningSigns = "'’‘`´＇-‐‑－־·‧׳״\u200c"
const apostrophes = "'’‘`´＇"

const joints = new Map<string, Joint>([
  ...[...joiningSigns].map((sign) => [sign, 'one'] as const),
  ...[...'.@_'].map((sign) => [sign, 'beside'] as const),
])

/** The classes of characters. */
const [unknown, between, spaced, unspaced, invisible] = [0, 1, 2, 3, 4]
const kinds = new Uint8Array(0x10000)

/** Korean has spaces, but not between a word and its particles, and people omit many. */
const scripts = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr']
/** Some marks on Latin letters, and the Ukrainian apostrophe, are also used in texts of such scripts. */
const alsoLatin = '[\\p{scx=Latn}--\\p{scx=Bopo}]'
const isUnspaced = new RegExp(
  `[[[\\p{L}\\p{M}\\p{N}]&&[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]]--\\p{Nd}--${alsoLatin}]`,
  'v',
)
const isSpaced = /[\p{L}\p{N}\p{M}\p{Co}]/u
/** ½ is no digit of 37½. */
const isFraction = (sign: string) => sign.normalize('NFKD').includes('\u2044')
const isInvisible = /\p{Default_Ignorable_Code_Point}/u

function kindAt(text: string, at: number): number {
  const known = kinds[text.charCodeAt(at)]
  return known || kindOf(text.codePointAt(at) ?? 0)
}

/** Code points beyond the first 65,536 are not cached. */
function kindOf(point: number): number {
  const sign = String.fromCodePoint(point)
  const kind = isInvisible.test(sign)
    ? invisible
    : isUnspaced.test(sign)
      ? unspaced
      : isSpaced.test(sign) && !isFraction(sign)
        ? spaced
        : between
  if (point < 0xd800 || (point > 0xdfff && point < 0x10000)) kinds[point] = kind
  return kind || unknown
}

/** The start of the next run, or the text's length. */
export function runStart(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const kind = kinds[code] || kindAt(text, at)
    if (kind === spaced || kind === unspaced) return at
    at += code >= 0xd800 ? widthAt(text, at) : 1
  }
  return at
}

const arabic = /\p{sc=Arab}/u

/** In Arabic script a zero-width non-joiner takes the place of a space; elsewhere it only affects the look. */
const isSpaceAt = (text: string, at: number) => arabic.test(text.charAt(at - 1))
const nonJoiner = 0x200c

export function runEnd(text: string, start: number): number {
  const kind = kindAt(text, start)
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const next = kinds[code] || kindAt(text, at)
    if (next !== kind && next !== invisible) break
    if (code === nonJoiner && at > start && isSpaceAt(text, at)) break
    at += code >= 0xd800 ? widthAt(text, at) : 1
  }
  return at
}

/** The end of a row of unspaced runs with single spaces in between, which people place as they like. */
export function rowEnd(text: string, { end }: Run): number {
  let at = end
  while (/[ \u3000]/.test(text.charAt(at)) && kindAt(text, at + 1) === unspaced) at = runEnd(text, at + 1)
  return at
}

const widthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/** The run at a position that `runStart` returned. */
export function runAt(text: string, start: number): Run {
  const end = runEnd(text, start)
  const isUnspaced = kindAt(text, start) === unspaced
  const joint = jointBefore(text, start, end, isUnspaced)
  return { text: text.slice(start, end), start, end, unspaced: isUnspaced, joint }
}

function jointBefore(text: string, start: number, end: number, isUnspaced: boolean): Joint | null {
  const joint = joints.get(text.charAt(start - 1)) ?? null
  if (!joint || isUnspaced || start < 2 || kindAt(text, start - 2) !== spaced) return null
  return abbreviated.test(text.slice(Math.max(0, start - 3), end)) ? 'one' : joint
}

/** U.S.A., z.B. */
const abbreviated = /(?<![\p{L}\p{N}\p{M}])\p{L}\.\p{L}$/u

/** Whether a word can begin with a run: also behind an apostrophe, as in l'e-mail. */
export const mayBeginWord = (text: string, { joint, start }: Run) =>
  joint !== 'one' || apostrophes.includes(text.charAt(start - 1))

/** Whether a run may be the beginning of one word with the next. */
export const mayBeJoined = (text: string, run: Run) => mayBeginWord(text, run) && joints.has(text.charAt(run.end))

export function* runsIn(text: string, from = 0): Generator<Run> {
  for (let start = runStart(text, from); start < text.length; ) {
    const run = runAt(text, start)
    yield run
    start = runStart(text, run.end)
  }
}

/** A longer row is no word that anybody writes as one. */
export const mostJoined = 6

/** The first run joined with those after it that may be one word with it; null if there are none, or too many. */
export function joinedText(runs: Iterable<Run>): { text: string; end: number } | null {
  let [text, end, count] = ['', 0, 0]
  for (const run of runs) {
    if (count > 0 && run.joint !== 'one') break
    if (count === mostJoined) return null
    ;[text, end, count] = [text + run.text, run.end, count + 1]
  }
  return count > 1 ? { text, end } : null
}

const heard = /[\p{L}\p{N}\p{Co}]/u
const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
const plainWord = /^[a-z0-9]+$/

/** Maximum number of characters of a word, and of a run examined for them. */
const longestWord = 50
const longestRun = 400

export interface RunWords {
  plain: string[]
  /** With umlauts as two letters; null if there are none. */
  spelledOut: string[] | null
}

/** Words are repeated often; a lookup takes a tenth of the time of normalising. */
const known = new BoundedMap<string, RunWords>(5000)
const longestKnown = 30

/** The words of a run of a script with spaces: usually one, none if it has only marks, several for ½ and ﷺ. */
export function wordsOf(run: string): RunWords {
  let words = known.get(run)
  if (!words) {
    const { plain, spelledOut } = spellingsOf(run.length > longestRun ? run.slice(0, longestRun) : run)
    words = { plain: separate(plain), spelledOut: spelledOut === null ? null : separate(spelledOut) }
    if (run.length <= longestKnown) known.set(run, words)
  }
  return words
}

/** Splits a spelling into words. */
export const separate = (spelling: string): string[] =>
  plainWord.test(spelling) ? [cut(spelling)] : (spelling.match(word) ?? []).filter((one) => heard.test(one)).map(cut)

const cut = (word: string) => (word.length <= longestWord ? word : [...word].slice(0, longestWord).join(''))
