/** Each word doubles the number of spellings; if there are more, all are taken as umlauts. */
const mostUmlauts = 2
/** The ue in neue, Frauen and Quelle is not an umlaut. */
const twoLetters = /([ao])e|(?<![aeq])(u)e|(a)a|(d)j/g

/**
 * The spellings that consecutive words may have with umlauts, as it is unknown which double letters stand for one.
 * Documents store positions only for the original spelling; a single word is found by either.
 */
export function withUmlauts(words: string[]): string[][] {
  const places = words.flatMap((word, n) => (word.search(twoLetters) < 0 ? [] : [n]))
  if (words.length < 2) return []
  const without = (word: string) => word.replace(twoLetters, '$1$2$3$4')
  const each = (some: number[][], n: number) => some.concat(some.map((one) => [...one, n]))
  const choices = places.length > mostUmlauts ? [places] : places.reduce(each, [[]])
  return choices
    .filter((chosen) => chosen.length > 0)
    .map((chosen) => words.map((word, n) => (chosen.includes(n) ? without(word) : word)))
}
