import { type Run, runsIn, wordsOf } from './word-runs.ts'

// Numbers that people write in groups: above all phone numbers (0170 1234567, 0170/123 45 67, +49 (0)170 1234567) and
// bank accounts (DE89 3704 0044 0532 0130 00) and cards (4111 1111 1111 1111).

interface LongNumber {
  /** As one word; a phone number without its country code. */
  word: string
  end: number
}

/** Shorter ones are not written in groups; longer ones are several numbers. */
const [shortest, longest] = [7, 15]
/** Including 00 and the country code. */
const mostDigits = 17
const mostGroups = 8
/** The number on a card. */
const card = { digits: 16, groups: 4 }

/** A number that is still being typed is found by its beginning. */
export const beginsNumber = (word: string) => /^(?:\d{3,16}|[a-z]{2}\d{1,2}[a-z\d]{0,30})$/.test(word)

/** The beginning of an IBAN (ISO 13616) in groups of four; with this many digits it is no coincidence. */
const accountStart = /^[a-z]{2}\d{2}$/i
const isAccount = /(?:\D*\d){6}/

const space = '[ \\u00a0\\u2009\\u202f\\u3000()（）]'
const betweenGroups = `(?:[.．]|${space}{0,4}|${space}{0,2}[/／\\u2010\\u2011\\u2013\\u2212－-]${space}{0,2})`
const isBetween = new RegExp(`^${betweenGroups}$`)
/** Most numbers in a text have fewer consecutive digits: this test rules them out cheaply. */
const enoughDigits = new RegExp(`\\p{Nd}(?:${betweenGroups}\\p{Nd}){${shortest - 1}}`, 'uy')
const followsGroup = new RegExp(`\\p{Nd}${betweenGroups}$`, 'u')
const longestBetween = 5
const isDigits = /^\p{Nd}+$/u

/** Country codes; none is a prefix of another. */
const countryCode = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)/

/** The numbers that may begin at a run, shortest first; empty if none does. */
export function longNumbersAt(text: string, first: Run): LongNumber[] {
  if (first.text.length === 4 && accountStart.test(first.text)) return accountNumbersAt(text, first)
  enoughDigits.lastIndex = first.start
  if (!enoughDigits.test(text) || !isDigits.test(first.text) || !isStart(text, first)) return []
  const isAbroad = /[+＋]/.test(text.charAt(first.start - 1))
  const found: LongNumber[] = []
  let [digits, end, groups] = ['', first.start, 0]
  for (const run of runsIn(text, first.start)) {
    if (digits !== '' && !isBetween.test(text.slice(end, run.start))) break
    if (!isDigits.test(run.text)) break
    if (text.slice(run.start - 1, run.end + 1) !== '(0)' || !isAbroad || !isCountryCode(digits))
      digits += wordsOf(run.text).plain[0] ?? ''
    groups += 1
    if (digits.length > mostDigits || groups > mostGroups) break
    end = run.end
    if (digits.length < shortest) continue
    const word = withinCountry(digits, isAbroad)
    if (digits.length === card.digits && groups === card.groups) found.push({ word: digits, end })
    else if (word.length >= shortest && word.length <= longest) found.push({ word, end })
  }
  return found
}

function accountNumbersAt(text: string, first: Run): LongNumber[] {
  const found: LongNumber[] = []
  let [word, end, groups] = [first.text, first.end, 0]
  for (const run of runsIn(text, first.end)) {
    if (!/^[ \u00a0]$/.test(text.slice(end, run.start)) || !/^[a-z\d]{1,4}$/i.test(run.text)) break
    word += run.text
    end = run.end
    groups += 1
    if (isAccount.test(word)) found.push({ word: word.toLowerCase(), end })
    if (run.text.length < 4 || groups === mostGroups) break
  }
  return found
}

/** A number can only begin in the middle of a row of groups where an area code is likely. */
const isStart = (text: string, { text: run, start }: Run) =>
  areaCode.test(wordsOf(run).plain[0] ?? '') ||
  !followsGroup.test(text.slice(Math.max(0, start - longestBetween - 2), start))

const areaCode = /^0\d*[1-9]\d+$|^0\d+[1-9]$/

const isCountryCode = (digits: string) => countryCode.exec(digits)?.[0] === digits

function withinCountry(digits: string, isAbroad: boolean): string {
  const national = isAbroad || digits.startsWith('00') ? digits.replace(/^0+/, '').replace(countryCode, '') : digits
  return national.replace(/^0+/, '')
}
