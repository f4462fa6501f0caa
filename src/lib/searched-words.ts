import { longNumbersAt } from './long-numbers.ts'
import { withUmlauts } from './umlauts.ts'
import { lettersOf } from './unspaced-letters.ts'
import { type Run, type RunWords, rowEnd, runsIn, wordsOf } from './word-runs.ts'

// How texts are stored in the search, and how what is asked for is looked up there. A text becomes a sequence of words;
// runs of scripts without spaces become overlapping pairs of letters and the last letter, in which any part of a
// sentence is found as the sequence of its own pairs.

export interface IndexedWords {
  /** In their order: what is asked for as several words side by side is found side by side here. */
  words: string[]
  /** Other spellings of some of them: with umlauts as two letters, or as one word or number with their neighbours. */
  others: string[]
}

/** @param most words, so that nobody makes a text that takes the search for ever */
export function indexedWords(text: string, most: number): IndexedWords {
  const [words, others]: [string[], string[]] = [[], []]
  let end = 0
  for (const { runs, spelled } of groupsIn(text)) {
    if (words.length >= most) break
    for (const [n, run] of runs.entries()) {
      if (run.start < end) continue
      if (run.unspaced) {
        end = rowEnd(text, run)
        words.push(...pairsOf(lettersOf(text.slice(run.start, end)).letters))
      } else words.push(...(spelled[n]?.plain ?? []))
      others.push(...(spelled[n]?.spelledOut ?? []))
      for (const { word } of longNumbersAt(text, run)) if (word !== spelled[n]?.plain[0]) others.push(word)
    }
    for (const joined of joinedWords(runs)) others.push(...joined.plain, ...(joined.spelledOut ?? []))
  }
  return { words: words.slice(0, most), others: others.slice(0, most) }
}

/**
 * A short text in which words are looked for by any part of them: each as it is spelled, with umlauts as two letters, and
 * as one word with its neighbours.
 */
export function spelledText(text: string): string {
  const parts = (run: Run) => partsOf(run.unspaced ? { ...run, text: text.slice(run.start, rowEnd(text, run)) } : run)
  const words = [...groupsIn(text)].flatMap(({ runs, spelled }) => {
    const joined = joinedWords(runs)
    const ways = [...spelled, ...joined].map(({ spelledOut }) => spelledOut ?? [])
    return [...runs.flatMap(parts), ...joined.flatMap(({ plain }) => plain), ...ways.flat()]
  })
  return [...new Set(words)].join(' ')
}

/** What `spelledText` has of each word of a search: parts of words that are joined are looked for one by one. */
export const partsIn = (text: string): string[] => [...new Set([...runsIn(text)].flatMap(partsOf))]

const partsOf = ({ text, unspaced }: Run): string[] =>
  unspaced ? [lettersOf(text).letters.join('')] : wordsOf(text).plain

/** Overlapping pairs of letters, and the last letter: by its beginning each single letter is found, too. */
export const pairsOf = (letters: string[]): string[] => letters.map((letter, n) => letter + (letters[n + 1] ?? ''))

/** One way to look something up: words side by side. */
export interface Needle {
  words: string[]
  /** Whether the last stands for every word that begins with it. */
  beginning: boolean
  /** A piece of a script without spaces, found wherever it stands. */
  unspaced: boolean
}

/** What somebody typed without a space in it: found in any of these ways. */
export interface Term {
  any: Needle[]
}

const mostTerms = 8
/** Shorter words begin too many others. */
const shortestBeginning = 3
/** Of one term; more in a row are found by these. */
const mostWords = 10
const mostLetters = 20

/** What stands in quotes of any kind. */
const quoted = /(["“”„«»][^"“”„«»]*["“”«»])/

/**
 * The words of a search, each once. Quotes put words side by side; other signs have no meaning, so that nothing one can
 * type is an error. Words are found as they are; the last is still being typed as long as no space or quote follows it,
 * and finds what begins with it.
 */
export function termsIn(text: string): Term[] {
  const pieces = text.split(quoted).map((piece, n) => (n % 2 === 0 ? withNumbers(piece) : phrasesIn(piece)))
  const groups = pieces.flat()
  const isTyped = !/[\s"“”«»]$/.test(text)
  const terms = groups.flatMap((group, n) => termOf(group, isTyped && n === groups.length - 1) ?? [])
  return [...new Map(terms.map((term) => [JSON.stringify(term.any), term])).values()].slice(0, mostTerms)
}

/** The same for whoever looks for a person, and may know how each word begins. */
export const termsOfNames = (text: string): Term[] =>
  termsIn(text).map(({ any }) => ({ any: any.map((needle) => ({ ...needle, beginning: true })) }))

function termOf({ runs, spelled, number }: Group, isTyped: boolean): Term | null {
  const [run] = runs
  if (run?.unspaced) {
    const letters = lettersOf(run.text).letters.slice(0, mostLetters)
    return letters.length === 0 ? null : { any: [{ words: [letters.join('')], beginning: true, unspaced: true }] }
  }
  const joined = joinedWords(runs)
  const ways = [spelled, joined].flatMap((some) => [
    some.flatMap(({ plain }) => plain),
    some.flatMap(({ plain, spelledOut }) => spelledOut ?? plain),
  ])
  if (number) ways.unshift([number.word])
  const some = ways.filter((words) => words.length > 0).flatMap((words) => [words, ...withUmlauts(words)])
  const different = new Map(some.map((words) => [words.join(' '), words.slice(0, mostWords)]))
  const any = [...different.values()].map((words) => {
    const last = words.at(-1) ?? ''
    const isOpen = isTyped || (number?.isOpen === true && last === number.word)
    return { words, beginning: isOpen && [...last].length >= shortestBeginning, unspaced: false }
  })
  return any.length === 0 ? null : { any }
}

/** Of a number in groups each is found by itself, or by the whole number. */
function withNumbers(text: string): Group[] {
  const groups = [...groupsIn(text)]
  let number: Group['number']
  let end = 0
  for (const group of groups)
    for (const run of group.runs) {
      const longest = run.start >= end ? longNumbersAt(text, run).at(-1) : undefined
      if (longest) {
        end = longest.end
        number = { word: longest.word, isOpen: end === text.length }
      }
      if (run.start < end) group.number = number
    }
  return groups
}

/** As one group; where one of its runs is of a script without spaces, as they are. */
function phrasesIn(text: string): Group[] {
  const groups = [...groupsIn(text)]
  const runs = groups.flatMap((group) => group.runs)
  return runs.some(({ unspaced }) => unspaced) ? groups : [groupOf(runs)]
}

export interface Group {
  /** One of a script without spaces, or several that are put together by signs. */
  runs: Run[]
  /** The words of each. */
  spelled: RunWords[]
  /** The number in groups that they belong to, and whether it is still being typed. */
  number?: { word: string; isOpen: boolean } | undefined
}

function* groupsIn(text: string): Generator<Group> {
  let group: Run[] = []
  for (const run of runsIn(text)) {
    if (run.joint === null && group.length > 0) {
      yield groupOf(group)
      group = []
    }
    group.push(run)
  }
  if (group.length > 0) yield groupOf(group)
}

const nothing: RunWords = { plain: [], spelledOut: null }
const groupOf = (runs: Run[]): Group => ({
  runs,
  spelled: runs.map(({ text, unspaced }) => (unspaced ? nothing : wordsOf(text))),
})

/** Words that may as well be written as one, each as one; those beside them as they are. Empty where there are none. */
function joinedWords(runs: Run[]): RunWords[] {
  if (!runs.some(({ joint }) => joint === 'one')) return []
  return runs.flatMap((run, n) => {
    if (run.joint === 'one') return []
    const text = joinedText(runs.slice(n))?.text ?? run.text
    return wordsOf(text)
  })
}

/** More in a row are no word that anybody writes as one. */
const mostJoined = 6

/** The first run with those behind it that may as well be one word with it; null where there are none, or too many. */
export function joinedText(runs: Iterable<Run>): { text: string; end: number } | null {
  let [text, end, count] = ['', 0, 0]
  for (const run of runs) {
    if (count > 0 && run.joint !== 'one') break
    if (count === mostJoined) return null
    text += run.text
    end = run.end
    count += 1
  }
  return count > 1 ? { text, end } : null
}
