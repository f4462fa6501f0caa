/** Each doubles what there is to look for. */
const mostUmlauts = 2

/**
 * Words side by side as they may have been written with umlauts: which of those with two letters had one is not known.
 * Where a word stands is stored of it as it was written alone; a word by itself is found by either spelling.
 */
export function withUmlauts(words: string[]): string[][] {
  const places = words.flatMap((word, n) => (/[aou]e|aa|dj/.test(word) ? [n] : []))
  if (words.length < 2 || places.length > mostUmlauts) return []
  const without = (word: string) => word.replace(/([aou])e|(a)a|(d)j/g, '$1$2$3')
  const choices = places.reduce<number[][]>((some, n) => some.concat(some.map((one) => [...one, n])), [[]])
  return choices
    .filter((chosen) => chosen.length > 0)
    .map((chosen) => words.map((word, n) => (chosen.includes(n) ? without(word) : word)))
}
