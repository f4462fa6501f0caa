import { hanVariants } from './han-variants.ts'

const [first, last] = [0x3400, 0x9fff]

/** For each ideograph its representative, 0 for itself: 55 kB, where objects would take a megabyte. */
const standsFor = new Uint16Array(last - first + 1)
for (const [one = '', ...others] of hanVariants.split(/\s/))
  for (const other of others) standsFor[other.charCodeAt(0) - first] = one.charCodeAt(0)

/** Variants in Japanese names, outside of that range. */
const ofNames: Record<string, string> = { '\ufa11': '崎', '\u{20bb7}': '吉' }

/** One letter for a traditional character, its simplified and its Japanese form, and their variants. */
export function foldedHan(letter: string): string {
  const other = standsFor[letter.charCodeAt(0) - first]
  return other ? String.fromCharCode(other) : (ofNames[letter] ?? letter)
}
