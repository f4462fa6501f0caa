import { BoundedMap } from './bounded-map.ts'
import { beginsNumber, longNumbersAt } from './long-numbers.ts'
import { joinedText, type Needle, type Term } from './searched-words.ts'
import { spellingsOf } from './spelling.ts'
import { lettersOf } from './unspaced-letters.ts'
import { joiningSigns, mayBeJoinedAt, type Run, rowEnd, runAt, runEnd, runStart, runsIn, wordsOf } from './word-runs.ts'

/** Terms as texts are looked through for them. */
export interface Matcher {
  /** Of each term the first word of every way to write it. */
  beginnings: string[][]
  needles: (Needle & { term: number })[]
  /** Their first letters: most words are ruled out by theirs. */
  first: Set<string>
  /** Of each letter of ASCII, large or small, whether it is one of them: looked up in a tenth of the time. */
  firstOfAscii: boolean[]
}

const smallAscii = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code).toLowerCase())

export function matcherOf(terms: Term[]): Matcher {
  const needles = terms.flatMap(({ any }, term) => any.map((needle) => ({ ...needle, term })))
  const beginnings = terms.map(({ any }) => any.map(({ words }) => words[0] ?? ''))
  const first = new Set(needles.flatMap(({ words: [word = ''] }) => firstLettersOf(word)))
  const firstOfAscii = smallAscii.map((letter) => first.has(letter))
  return { beginnings, needles, first, firstOfAscii }
}

/** A number of a telephone can begin with what says from where it is dialled. */
const firstLettersOf = (word: string) => [...(/^\d/.test(word) && beginsNumber(word) ? '0123456789' : word.charAt(0))]

type Visit = (start: number, end: number, term: number) => void

/**
 * Letters of ASCII, and signs that stand between words or within them but are no part of them (see word-runs.ts), also
 * arrows, pictures and most emoji.
 */
const plain = String.raw`\0-\x7f\xa0\xab\xb4\xb7\xbb\xd7\u2010-\u2015\u2018-\u201e\u2026\u2027\u20ac\u2190-\u245f\u25a0-\u2775\u2794-\u2bff`
/** By halves: whatever begins with this first half is one of them. */
const emoji = String.raw`\ud83d\udc00-\udfff`
const isPlain = new RegExp(`^[${plain}${emoji}]*$`)
const parting = new RegExp(`[*.${joiningSigns.replace('-', '\\-')}]`, 'g')

/**
 * How many of the terms a text can fit: the true number, or more. For a long text this takes a tenth of the time of
 * `eachHit`. Also of a message with its marks (message-text.ts), of which none but an asterisk could part a word.
 */
export function mostTermsIn(text: string, { beginnings }: Matcher): number {
  if (!isPlain.test(text)) return beginnings.length
  const letters = text.toLowerCase().replace(parting, '')
  let grouped: string | undefined
  const mayHave = (word: string) => {
    if (letters.includes(word)) return true
    if (!beginsNumber(word)) return false
    grouped ??= letters.replace(/[^a-z\d]/g, '')
    return grouped.includes(word)
  }
  return beginnings.filter((words) => words.some(mayHave)).length
}

/** Calls `visit` with everything that fits a term, from the left: where it stands in the text as it was typed. */
export function eachHit(text: string, matcher: Matcher, visit: Visit): void {
  const unspaced = matcher.needles.filter((needle) => needle.unspaced)
  for (let start = runStart(text, 0); start < text.length; ) {
    if (!canFit(text, start, matcher)) {
      start = runStart(text, runEnd(text, start))
      continue
    }
    const run = runAt(text, start)
    if (run.unspaced) {
      const end = rowEnd(text, run)
      if (unspaced.length > 0) eachHitWithin({ text: text.slice(start, end), start }, unspaced, visit)
      start = runStart(text, end)
      continue
    }
    const hit = hitAt(text, run, matcher)
    if (hit) visit(start, hit.end, hit.term)
    start = runStart(text, hit?.end ?? run.end)
  }
}

function eachHitWithin({ text, start }: Pick<Run, 'text' | 'start'>, needles: Matcher['needles'], visit: Visit): void {
  const { letters, at } = lettersOf(text)
  const spelled = letters.join('')
  const next = needles.map(({ words: [word = ''], term }) => ({ word, term, at: spelled.indexOf(word) }))
  let [letter, length] = [0, 0]
  /** The letters that fill so much of the spelling; it only grows. */
  const lettersUpTo = (wanted: number) => {
    for (; length < wanted; letter++) length += letters[letter]?.length ?? 1
    return letter
  }
  for (;;) {
    const [hit] = next.filter((one) => one.at >= 0).sort((a, b) => a.at - b.at || b.word.length - a.word.length)
    if (!hit) return
    const first = at[lettersUpTo(hit.at)] ?? 0
    lettersUpTo(hit.at + hit.word.length)
    // One sign can be several letters (ໝ is ຫມ): it is marked as a whole.
    while (letter < letters.length && at[letter] === at[letter - 1]) lettersUpTo(length + 1)
    const found = text.slice(first, at[letter]).trimEnd()
    visit(start + first, start + first + found.length, hit.term)
    for (const one of next) if (one.at >= 0 && one.at < length) one.at = spelled.indexOf(one.word, length)
  }
}

const firstLetters = new BoundedMap<number, string>(5000)

/** False only where a word's first letter says that it fits nothing: a letter without marks is what it is by itself. */
function canFit(text: string, start: number, { first, firstOfAscii }: Matcher): boolean {
  if (text.charCodeAt(start + 1) >= 0x300) return true
  const point = text.codePointAt(start) ?? 0
  if (point < 0x80) return firstOfAscii[point] === true
  // Thai and what follows are mostly scripts that are looked through letter by letter.
  if (point >= 0x0e00) return true
  let letter = firstLetters.get(point)
  if (letter === undefined) {
    letter = spellingsOf(String.fromCodePoint(point)).plain.charAt(0)
    firstLetters.set(point, letter)
  }
  return letter === '' || first.has(letter)
}

/** What can be read from a run on, in either spelling, each as its words. */
interface Way {
  readings: string[][]
  end: number
}

/** A run by itself, and as one word with those behind it, where it may as well be one with them. */
function waysOf(text: string, run: Run): Way[] {
  const joined = run.joint !== 'one' && mayBeJoinedAt(text, run.end) ? joinedText(runsIn(text, run.start)) : null
  return (joined ? [run, joined] : [run]).map(({ text, end }) => {
    const { plain, spelledOut } = wordsOf(text)
    return { readings: spelledOut ? [plain, spelledOut] : [plain], end }
  })
}

function hitAt(text: string, run: Run, { needles }: Matcher): { term: number; end: number } | null {
  const ways = waysOf(text, run)
  let numbers: ReturnType<typeof longNumbersAt> | undefined
  for (const { words, beginning, unspaced, term } of needles) {
    if (unspaced) continue
    if (words.length > 1) {
      const end = endOfRow(text, ways, words, beginning)
      if (end > 0) return { term, end }
      continue
    }
    const [wanted = ''] = words
    const way = ways.find(({ readings }) => readings.flat().some((word) => isFit(word, wanted, beginning)))
    if (way) return { term, end: way.end }
    if (!beginsNumber(wanted)) continue
    numbers ??= longNumbersAt(text, run)
    const number = numbers.find(({ word }) => isFit(word, wanted, beginning))
    if (number) return { term, end: number.end }
  }
  return null
}

const isFit = (word: string, wanted: string, beginning: boolean) =>
  beginning ? word.startsWith(wanted) : word === wanted

/** Where several words end that stand side by side; 0 if they do not. */
function endOfRow(text: string, ways: Way[], wanted: string[], beginning: boolean): number {
  for (const { readings, end } of ways)
    for (const words of readings) {
      const taken = takenFrom(words, wanted, beginning)
      if (taken === 0) continue
      if (taken === wanted.length) return end
      const [next] = runsIn(text, end)
      const found = next && !next.unspaced ? endOfRow(text, waysOf(text, next), wanted.slice(taken), beginning) : 0
      if (found > 0) return found
    }
  return 0
}

/** How many of the wanted words a run's words are; 0 where one differs. */
function takenFrom(words: string[], wanted: string[], beginning: boolean): number {
  const some = words.slice(0, wanted.length)
  const all = some.every((word, n) => isFit(word, wanted[n] ?? '', beginning && n === wanted.length - 1))
  return all ? some.length : 0
}

export interface Segment {
  text: string
  /** The term that this fits, by its place among the terms. */
  hit: number | null
}

/** A text in segments: what fits a term, and all that stands between. */
export function segmentsOf(text: string, matcher: Matcher): Segment[] {
  const segments: Segment[] = []
  let done = 0
  eachHit(text, matcher, (start, end, hit) => {
    if (start > done) segments.push({ text: text.slice(done, start), hit: null })
    segments.push({ text: text.slice(start, end), hit })
    done = end
  })
  if (done < text.length) segments.push({ text: text.slice(done), hit: null })
  return segments
}
