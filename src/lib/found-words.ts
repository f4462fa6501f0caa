import { BoundedMap } from './bounded-map.ts'
import { beginsNumber, longNumbersAt } from './long-numbers.ts'
import { joinedText, type Needle, type Term } from './searched-words.ts'
import { spellingsOf } from './spelling.ts'
import { lettersOf } from './unspaced-letters.ts'
import { joiningSigns, mayBeJoined, type Run, rowEnd, runAt, runEnd, runStart, runsIn, wordsOf } from './word-runs.ts'

/** Terms in a form in which texts can be scanned for them. */
export interface Matcher {
  /** For each term the first word of every way to write it. */
  beginnings: string[][]
  needles: (Needle & { term: number })[]
  /** Their first letters: most words are ruled out by their first letter. */
  first: Set<string>
  /** By ASCII code, whether it is one of these letters; ten times as fast as the set. */
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
 * ASCII, and characters between or within words that belong to none (see word-runs.ts), including arrows, pictographs
 * and most emoji.
 */
const plain = String.raw`\0-\x7f\xa0\xab\xb4\xb7\xbb\xd7\u2010-\u2015\u2018-\u201e\u2026\u2027\u20ac\u2190-\u245f\u25a0-\u2775\u2794-\u2bff`
/** As surrogates: every pair with this high surrogate is one of them. */
const emoji = String.raw`\ud83d\udc00-\udfff`
const isPlain = new RegExp(`^[${plain}${emoji}]*$`)
const parting = new RegExp(`[*.${joiningSigns.replace('-', '\\-')}]`, 'g')

/**
 * An upper bound for the number of terms that a text can match. For a long text it takes a tenth of the time of
 * `eachHit`. Works on a message with its markup (message-text.ts) too, of which only an asterisk could split a word.
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

/** Calls `visit` with every match, from the left, with its position in the original text. */
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
  /** Reads letters until the spelling has this length; called with growing lengths. */
  const lettersUpTo = (wanted: number) => {
    for (; length < wanted; letter++) length += letters[letter]?.length ?? 1
    return letter
  }
  for (;;) {
    const [hit] = next.filter((one) => one.at >= 0).sort((a, b) => a.at - b.at || b.word.length - a.word.length)
    if (!hit) return
    const first = at[lettersUpTo(hit.at)] ?? 0
    lettersUpTo(hit.at + hit.word.length)
    // One character can be several letters (ໝ is ຫມ): it is marked as a whole.
    while (letter < letters.length && at[letter] === at[letter - 1]) lettersUpTo(length + 1)
    const found = text.slice(first, at[letter]).trimEnd()
    visit(start + first, start + first + found.length, hit.term)
    for (const one of next) if (one.at >= 0 && one.at < length) one.at = spelled.indexOf(one.word, length)
  }
}

const firstLetters = new BoundedMap<number, string>(5000)

/** False only if the word's first letter rules out every term; a letter without marks is its own normal form. */
function canFit(text: string, start: number, { first, firstOfAscii }: Matcher): boolean {
  if (text.charCodeAt(start + 1) >= 0x300) return true
  const point = text.codePointAt(start) ?? 0
  if (point < 0x80) return firstOfAscii[point] === true
  // From Thai on, most scripts are searched letter by letter.
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
  const joined = mayBeJoined(text, run) ? joinedText(runsIn(text, run.start)) : null
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

/** How many of the wanted words the run's words match; 0 if one differs. */
function takenFrom(words: string[], wanted: string[], beginning: boolean): number {
  const some = words.slice(0, wanted.length)
  const all = some.every((word, n) => isFit(word, wanted[n] ?? '', beginning && n === wanted.length - 1))
  return all ? some.length : 0
}

export interface Segment {
  text: string
  /** The index of the matching term. */
  hit: number | null
}

/** Splits a text into matches and the text between them. */
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
