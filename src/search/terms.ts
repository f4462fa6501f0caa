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

export interface Piece {
  text: string
  /** The term that this word begins with, by its place among the terms. */
  hit: number | null
}

/** A text in pieces: words that begin with a term, and all that stands between them. */
export function piecesOf(text: string, terms: string[]): Piece[] {
  const starts = terms.map(folded)
  const whole = folded(text)
  if (!starts.some((start) => whole.includes(start))) return text ? [{ text, hit: null }] : []
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(word)) {
    const plain = folded(match[0])
    const hit = starts.findIndex((start) => plain.startsWith(start))
    if (hit < 0) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), hit: null })
    pieces.push({ text: match[0], hit })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: null })
  return pieces
}
