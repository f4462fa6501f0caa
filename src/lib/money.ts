import { BoundedMap } from './bounded-map.ts'
import { spellingsOf } from './spelling.ts'

const formats = new BoundedMap<string, Intl.NumberFormat>(20)

function formatOf(currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${currency} ${whole}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    ...(whole && { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
  })
  formats.set(key, format)
  return format
}

/** @param currency ISO 4217 code; @returns for example "€12", "€12.50" or "Free" */
export function formatMoney(cents: number, currency: string): string {
  if (cents === 0) return 'Free'
  return formatOf(currency, cents % 100 === 0).format(cents / 100)
}

export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code)
}

/** Parses "12", "12.5", "12,50" or "12,-", in digits of any script; undefined for anything else. */
export function centsOf(text: string): number | undefined {
  const typed = spellingsOf(text).plain.trim()
  const [, whole = '', part = ''] = /^(\d{1,7})(?:[.,](?:(\d{1,2})|[\p{Pd}−]{1,2}))?$/u.exec(typed) ?? []
  return whole === '' ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** The value of a form field: "12" or "12.50"; empty for null. */
export const amountText = (cents: number | null) =>
  cents === null ? '' : cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2)
