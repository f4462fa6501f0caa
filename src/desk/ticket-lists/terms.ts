import { BoundedMap } from '#lib/bounded-map.ts'

/** Letters, digits and the marks on them; everything else only stands between words. */
const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
const heard = /[\p{L}\p{N}\p{Co}]/u

const mostTerms = 8
const longestTerm = 50

/** What two spellings of a word have in common: no case, no accents. */
export const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

const wordsIn = (text: string) => (text.match(word) ?? []).filter((one) => heard.test(one))

/** What a search looks for. */
export interface Term {
  word: string
  /** Whether it stands for every word that begins with it. */
  beginning: boolean
}

/** Shorter words begin too many others. */
const shortestBeginning = 3
/** Scripts without spaces between words: one "word" there can be a sentence. */
const unspaced = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]{2}/u

/**
 * The words of a search, each once. Signs have no meaning, so that nothing one can type is an error. Words are found
 * as they are; the last is still being typed as long as no space follows it, and finds what begins with it.
 */
export function termsIn(text: string): Term[] {
  const words = wordsIn(text).map((one) => [...one].slice(0, longestTerm).join(''))
  const terms = words.map((word, place) => {
    const isTyped = place === words.length - 1 && !/\s$/.test(text) && [...folded(word)].length >= shortestBeginning
    return { word, beginning: isTyped || unspaced.test(word) }
  })
  return [...new Map(terms.map((term) => [folded(term.word), term])).values()].slice(0, mostTerms)
}

/** Terms as words are compared with them. */
export interface Matcher {
  terms: { folded: string; beginning: boolean }[]
  /** Their first characters: most words are ruled out by theirs. */
  first: Set<string>
  /** No more of a word needs to be looked at. */
  longest: number
}

export function matcherOf(terms: Term[]): Matcher {
  const all = terms.map(({ word, beginning }) => ({ folded: folded(word), beginning }))
  return {
    terms: all,
    first: new Set(all.map(({ folded }) => folded.charAt(0))),
    longest: 4 * Math.max(...all.map(({ folded }) => folded.length), 1),
  }
}

const ascii = /^[\0-\x7f]*$/
const firstCharacters = new BoundedMap<number, string>(5000)

/** The first character of what a word is folded to; empty where that takes more than its own first character. */
function firstOf(word: string): string {
  const point = word.codePointAt(0) ?? 0
  let first = firstCharacters.get(point)
  if (first === undefined) {
    first = folded(String.fromCodePoint(point)).charAt(0)
    firstCharacters.set(point, first)
  }
  return first
}

/** The place of the term that a word fits, or -1. A word is folded only as far as it could matter. */
function termOf(whole: string, { terms, first, longest }: Matcher): number {
  const start = firstOf(whole)
  if (start && !first.has(start)) return -1
  const word = whole.slice(0, longest)
  const plain = ascii.test(word) ? word.toLowerCase() : folded(word)
  return terms.findIndex(({ folded, beginning }) => (beginning ? plain.startsWith(folded) : plain === folded))
}

/** Calls `visit` with every word that fits a term: where it stands, and the term's place among the terms. */
export function eachHit(
  text: string,
  matcher: Matcher,
  visit: (start: number, end: number, term: number) => void,
): void {
  for (const match of text.matchAll(word)) {
    const term = termOf(match[0], matcher)
    if (term >= 0) visit(match.index, match.index + match[0].length, term)
  }
}

export interface Segment {
  text: string
  /** The term that this word fits, by its place among the terms. */
  hit: number | null
}

/** A text in segments: words that fit a term, and all that stands between them. */
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
