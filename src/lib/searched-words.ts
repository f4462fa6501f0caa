import { longNumbersAt } from './long-numbers.ts'
import { withUmlauts } from './umlauts.ts'
import { lettersOf, withoutLongEnd } from './unspaced-letters.ts'
import { joinedText, mayBeginWord, mostJoined, type Run, type RunWords, rowEnd, runsIn, wordsOf } from './word-runs.ts'

export { joinedText } from './word-runs.ts'

// How texts are stored in the search, and how searches are looked up. A text becomes a sequence of words; runs of
// scripts without spaces become overlapping pairs of letters and the last letter, so that any part of a sentence
// matches as a sequence of its own pairs.

export interface IndexedWords {
  /** In order: a phrase matches only consecutive words. */
  words: string[]
  /** Other spellings of some words: with umlauts as two letters, or joined with their neighbours to one word or number. */
  others: string[]
}

/** @param most number of words, so that no text slows the search down */
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
    for (const joined of joinedWords(runs, text)) others.push(...joined.plain, ...(joined.spelledOut ?? []))
  }
  return { words: words.slice(0, most), others: others.slice(0, most) }
}

/**
 * A short text prepared for substring search: each word as spelled, with umlauts as two letters, and joined with its
 * neighbours.
 */
export function spelledText(text: string): string {
  let end = 0
  const parts = (run: Run) => {
    if (run.start < end) return [] // a row of unspaced runs is stored once
    end = run.unspaced ? rowEnd(text, run) : run.end
    return partsOf({ ...run, text: text.slice(run.start, end) })
  }
  const words = [...groupsIn(text)].flatMap(({ runs, spelled }) => {
    const joined = joinedWords(runs, text)
    const ways = [...spelled, ...joined].map(({ spelledOut }) => spelledOut ?? [])
    return [...runs.flatMap(parts), ...joined.flatMap(({ plain }) => plain), ...ways.flat()]
  })
  return [...new Set(words)].join(' ')
}

/** The substrings to look for in a `spelledText`: parts of joined words are looked for one by one. */
export const partsIn = (text: string): string[] => [...new Set([...runsIn(text)].flatMap(partsOf))]

const partsOf = ({ text, unspaced }: Run): string[] =>
  unspaced ? [lettersOf(text).letters.join('')] : wordsOf(text).plain

/** Overlapping pairs of letters, and the last letter. A single letter matches as the beginning of a pair. */
export const pairsOf = (letters: string[]): string[] => letters.map((letter, n) => letter + (letters[n + 1] ?? ''))

/** One way to write a term: consecutive words. */
export interface Needle {
  words: string[]
  /** Whether the last word matches every word that begins with it. */
  beginning: boolean
  /** Part of a script without spaces, which matches anywhere in a run. */
  unspaced: boolean
}

/** What was typed between two spaces; matches if any of these does. */
export interface Term {
  any: Needle[]
}

const mostTerms = 8
/** Shorter prefixes match too many words. */
const shortestBeginning = 3
/** In one term; a longer row is matched by its first words only. */
const mostWords = 10
const mostLetters = 20

/** A text in quotes of any kind. */
const quoted = /(["“”„«»][^"“”„«»]*["“”«»])/

/**
 * The terms of a search, without duplicates. Quotes make a phrase; other characters have no meaning, so that no input
 * is an error. Words match whole words; the last one, unless a space or quote follows, is still being typed and matches
 * as a prefix.
 */
export function termsIn(text: string): Term[] {
  const pieces = text.split(quoted).map((piece, n) => (n % 2 === 0 ? withNumbers(piece) : phrasesIn(piece)))
  const groups = pieces.flat()
  const isTyped = !/[\s"“”«»]$/.test(text)
  const terms = groups.flatMap((group, n) => termOf(group, isTyped && n === groups.length - 1) ?? [])
  return [...new Map(terms.map((term) => [JSON.stringify(term.any), term])).values()].slice(0, mostTerms)
}

/** The same for a search for people, in which every word matches as a prefix. */
export const termsOfNames = (text: string): Term[] =>
  termsIn(text).map(({ any }) => ({ any: any.map((needle) => ({ ...needle, beginning: true })) }))

function termOf({ runs, spelled, number }: Group, isTyped: boolean): Term | null {
  const [run] = runs
  if (run?.unspaced) {
    const letters = withoutLongEnd(lettersOf(run.text).letters.slice(0, mostLetters))
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

/** Each group of a number matches by itself, or the whole number does. */
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

/** One group; if one of its runs is in a script without spaces, the runs stay separate. */
function phrasesIn(text: string): Group[] {
  const groups = [...groupsIn(text)]
  const runs = groups.flatMap((group) => group.runs)
  return runs.some(({ unspaced }) => unspaced) ? groups : [groupOf(runs)]
}

export interface Group {
  /** One run of a script without spaces, or several that are joined by characters such as hyphens. */
  runs: Run[]
  /** The words of each run. */
  spelled: RunWords[]
  /** The grouped number that they belong to, and whether it is still being typed. */
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

/**
 * The words with those that may be written as one joined; empty if there are none to join.
 *
 * @param text of which they are runs, to join also what is behind an apostrophe by itself: email of l'e-mail
 */
function joinedWords(runs: Run[], text?: string): RunWords[] {
  if (!runs.some(({ joint }) => joint === 'one')) return []
  return runs.flatMap((run, n) => {
    if (run.joint === 'one' && (text === undefined || !mayBeginWord(text, run))) return []
    const joined = joinedText(runs.slice(n, n + mostJoined + 1))
    return joined || run.joint !== 'one' ? wordsOf(joined?.text ?? run.text) : []
  })
}
