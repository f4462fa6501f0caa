import { BoundedMap } from '../bounded-map.ts'

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

/** The words of a search, each once. Signs have no meaning, so that nothing one can type is an error. */
export function termsIn(text: string): string[] {
  const words = wordsIn(text).map((one) => [...one].slice(0, longestTerm).join(''))
  return [...new Map(words.map((one) => [folded(one), one])).values()].slice(0, mostTerms)
}

/** The beginnings that words are compared with. */
export interface Beginnings {
  folded: string[]
  /** Their first characters: most words are ruled out by theirs. */
  first: Set<string>
  /** No more of a word needs to be looked at. */
  longest: number
}

export function beginningsOf(terms: string[]): Beginnings {
  const all = terms.map(folded)
  return {
    folded: all,
    first: new Set(all.map((one) => one.charAt(0))),
    longest: 4 * Math.max(...all.map((one) => one.length), 1),
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

/** The place of the term that a word begins with, or -1. A word is folded only as far as it could matter. */
function termOf(whole: string, { folded: all, first, longest }: Beginnings): number {
  const start = firstOf(whole)
  if (start && !first.has(start)) return -1
  const word = whole.slice(0, longest)
  const plain = ascii.test(word) ? word.toLowerCase() : folded(word)
  return all.findIndex((start) => plain.startsWith(start))
}

/** Calls `visit` with every word that begins with a term: where it stands, and the term's place among the terms. */
export function eachHit(
  text: string,
  beginnings: Beginnings,
  visit: (start: number, end: number, term: number) => void,
): void {
  for (const match of text.matchAll(word)) {
    const term = termOf(match[0], beginnings)
    if (term >= 0) visit(match.index, match.index + match[0].length, term)
  }
}

export interface Piece {
  text: string
  /** The term that this word begins with, by its place among the terms. */
  hit: number | null
}

/** A text in pieces: words that begin with a term, and all that stands between them. */
export function piecesOf(text: string, beginnings: Beginnings): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  eachHit(text, beginnings, (start, end, hit) => {
    if (start > done) pieces.push({ text: text.slice(done, start), hit: null })
    pieces.push({ text: text.slice(start, end), hit })
    done = end
  })
  if (done < text.length) pieces.push({ text: text.slice(done), hit: null })
  return pieces
}
