/** Each doubles what there is to look for; of more all are taken for umlauts. */
const mostUmlauts = 2
/** In neue, Frauen and Quelle ue is none. */
const twoLetters = /([ao])e|(?<![aeq])(u)e|(a)a|(d)j/g

/**
 * Words side by side as they may have been written with umlauts: which of those with two letters had one is not known.
 * Where a word stands is stored of it as it was written alone; a word by itself is found by either spelling.
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
