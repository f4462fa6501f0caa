import { foldedHan } from './han-folding.ts'

// Normalises the spellings of a word, whatever keyboard they were typed on. Both stored texts and searches go through
// this, so that they match alike on every engine. The texts themselves are stored as typed.

/**
 * Maximum number of marks on one letter, as in Unicode's Stream-Safe Text Format (UAX #15): normalisation takes time
 * quadratic in it, and no writing system needs so many.
 */
const mostMarks = 30
/** Of Japanese also the narrow ones, which are letters until they are normalised. */
const mark = '[\\p{M}\\uff9e\\uff9f]'
const surplusMarks = new RegExp(`(${mark}{${mostMarks}})${mark}+`, 'gu')
const tooManyMarks = new RegExp(`${mark}{${mostMarks + 1}}`, 'u')

/** Whether some letter has more marks behind it than any writing uses. */
export const hasSurplusMarks = (text: string) => tooManyMarks.test(text)

/** Letters of their own although they decompose: й is not и, nor is ї і. */
const ownLetters = /[иу]\u0306|і\u0308/g

/**
 * Removed: invisible characters, such as soft hyphens, joiners and direction marks, and accents, points and other marks
 * that people omit when they type. Not vowel signs of Indian and South-East Asian scripts, nor the marks that make
 * another syllable of a kana.
 */
const leftOut =
  /\p{Default_Ignorable_Code_Point}|[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]]--[\u3099\u309a]]|[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u02b9-\u02c1\u02ec\u02ee\u0640\ua78b\ua78c]/v

/** Umlauts and similar letters written with two letters: the second spelling of ä, ö, ü, å, ø and đ. */
const spelledOut: [RegExp, string][] = [
  [/([aou])\u0308/g, '$1e'],
  [/a\u030a/g, 'aa'],
  [/ø/g, 'oe'],
  [/đ/g, 'dj'],
]
const canBeSpelledOut = /[aou]\u0308|a\u030a|[øđ]/

const letters: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't', ŋ: 'n', ə: 'e' },
  ...{ ɓ: 'b', ɗ: 'd', ƙ: 'k', ƴ: 'y', ɛ: 'e', ɔ: 'o', ς: 'σ', ґ: 'г', և: 'եւ', װ: 'וו', ױ: 'וי', ײ: 'יי' },
  ...{ ɖ: 'd', ƒ: 'f', ɣ: 'g', ʋ: 'v', ɲ: 'n', ǝ: 'e' },
  // Variants of Arabic letters in Cairo, Tehran and Lahore.
  ...{ '\u0671': 'ا', '\u0649': 'ي', '\u06cc': 'ي', '\u06a9': 'ك', '\u0629': 'ه', '\u06c1': 'ه', '\u06be': 'ه' },
  ...{ '\u06c3': 'ه', '\u06d5': 'ه' },
  // Malayalam consonants without a vowel: as one character or with a virama.
  ...{ ൺ: 'ണ്', ൻ: 'ന്', ർ: 'ര്', ൽ: 'ല്', ൾ: 'ള്', ൿ: 'ക്' },
  // Khanda ta of Bengali, which was typed as ত with a hasanta before it had a character.
  ৎ: 'ত্',
  // ँ and ं are used interchangeably.
  '\u0901': '\u0902',
  // 一ヶ月, 一ヵ月, 一か月
  ...{ ヵ: 'か', ヶ: 'か' },
  // Left of ŀ, of older Catalan texts, which NFKC takes apart.
  '\u00b7': '',
}

/** Rows of eight syllables that sound alike in Amharic, each named by its first; the second row is stored. */
const ethiopicRows: Record<string, string> = { ሐ: 'ሀ', ኀ: 'ሀ', ኸ: 'ሀ', ሠ: 'ሰ', ዐ: 'አ', ፀ: 'ጸ' }
/** Fourth syllables that sound like the first of their row. */
const ethiopicFirsts: Record<string, string> = { ሃ: 'ሀ', ኣ: 'አ' }

function ethiopicOf(letter: string): string | null {
  const point = letter.charCodeAt(0)
  if (point < 0x1200 || point > 0x135a) return null
  const [place, first] = [point & 7, String.fromCharCode(point & ~7)]
  const stored = String.fromCharCode((ethiopicRows[first] ?? first).charCodeAt(0) + place)
  return ethiopicFirsts[stored] ?? stored
}

/** In Hindi a nasal consonant before another can be written as a dot: हिन्दी, हिंदी. */
const nasals = /[ङञणनम]\u094d(?=[क-ह])/g
const devanagari = /[\u0900-\u097f]/
/** In Thai two characters are typed for one: เเ looks like แ. */
const twoSaraE = /เเ/g

/** The circle of a Thai or Lao ำ can be typed before the tone mark or behind it. */
const circleBeforeTone = /([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])/g

/** ヴァ and バ are written for the same sound. */
const vSound = /ゔ([ぁぃぇぉ]?)/g
const bSounds: Record<string, string> = { ぁ: 'ば', ぃ: 'び', ぇ: 'べ', ぉ: 'ぼ' }

const ascii = /^[\0-\x7f]*$/

export interface Spellings {
  plain: string
  /** With umlauts as two letters; null if there is no difference. */
  spelledOut: string | null
}

/** The spellings of a few letters with their marks: no spaces, no punctuation. */
export function spellingsOf(text: string): Spellings {
  if (ascii.test(text)) return { plain: text.toLowerCase(), spelledOut: null }
  const decomposed = (text.length > mostMarks ? text.replace(surplusMarks, '$1') : text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(ownLetters, (letter) => letter.normalize('NFC'))
  const plain = folded(decomposed)
  if (!canBeSpelledOut.test(decomposed)) return { plain, spelledOut: null }
  return { plain, spelledOut: folded(spelledOut.reduce((some, [sign, two]) => some.replace(sign, two), decomposed)) }
}

function folded(decomposed: string): string {
  let plain = ''
  for (const letter of decomposed) plain += letter < '\x80' ? letter : foldedLetter(letter)
  if (ascii.test(plain)) return plain
  if (devanagari.test(plain)) plain = plain.replace(nasals, '\u0902')
  return plain
    .replace(twoSaraE, 'แ')
    .replace(circleBeforeTone, '$2$1')
    .normalize('NFC')
    .replace(vSound, (_, vowel) => bSounds[vowel] ?? 'ぶ')
}

/** Letters beyond the first 65,536 code points are not cached: there are a million, and few are used. */
const foldedLetters = new Map<string, string>()

function foldedLetter(letter: string): string {
  let plain = foldedLetters.get(letter)
  if (plain === undefined) {
    plain = leftOut.test(letter)
      ? ''
      : (letters[letter] ?? hiraganaOf(letter) ?? ethiopicOf(letter) ?? digitOf(letter) ?? foldedHan(letter))
    if (letter.length === 1) foldedLetters.set(letter, plain)
  }
  return plain
}

const hiraganaOf = (letter: string): string | null =>
  /[\u30a1-\u30f6\u30fd\u30fe]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : null

const isDigit = (point: number) => /\p{Nd}/u.test(String.fromCodePoint(point))

/** In every script the digits are consecutive, from zero to nine. */
function digitOf(letter: string): string | null {
  const point = letter.codePointAt(0) ?? 0
  if (!isDigit(point)) return null
  let zero = point
  while (point - zero < 9 && isDigit(zero - 1)) zero -= 1
  return String(point - zero)
}
