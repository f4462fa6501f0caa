import { isIP } from 'node:net'
import { z } from 'zod'
import { isTimeZone, ownTimeZone } from '#lib/calendar.ts'

/** The schemas of settings, each with one sentence for its error. */

export const text = (fallback: string) => z.string().default(fallback)

export const matching = (pattern: RegExp, sentence: string) => z.string().regex(pattern, sentence)

export const whole = (fallback: number, least: number, most: number) => {
  const sentence = `must be a whole number from ${least} to ${most}`
  const number = matching(/^\d{1,9}$/, sentence)
    .transform(Number)
    .refine((number) => number >= least && number <= most, sentence)
  return number.default(fallback)
}

const inWords = (values: readonly string[]) => `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) =>
  z.enum(values, `must be ${inWords(values)}`).default(fallback as never)

export const yesNo = (fallback: boolean) =>
  z
    .enum(['on', 'off', 'true', 'false', 'yes', 'no', '1', '0'], 'must be on or off')
    .default(fallback ? 'on' : 'off')
    .transform((word) => ['on', 'true', 'yes', '1'].includes(word))

export const secret = z
  .string({ error: 'is missing: take a random one, as from: openssl rand -base64 33' })
  .min(16, 'must have at least 16 characters')

/** By default the machine's. */
export const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').default(ownTimeZone)

const addressSentence = 'must be an address such as https://desk.example.org, without a path'

export const siteAddress = matching(/^https?:\/\/[^\s/?#@]+\/?$/i, addressSentence).refine(
  (address) => URL.canParse(address),
  addressSentence,
)

const urlOf = (kinds: RegExp, sentence: string) =>
  z.string().refine((url) => kinds.test(url) && isReadable(url), sentence)

/** Whether the URL can be parsed; characters such as % and @ in a password must be written as %25 and %40. */
function isReadable(url: string): boolean {
  if (url === 'off' || url.startsWith('file:')) return true
  try {
    const { hostname, username, password } = new URL(url)
    return decodeURIComponent(username + password).length >= 0 && (hostname !== '' || url.startsWith('postgres'))
  } catch {
    return false
  }
}

export const databaseUrl = urlOf(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
export const mailUrl = urlOf(/^(smtps?:\/\/.+|off)$/, 'must be smtp://…, smtps://… or off')

const proxySentence =
  'must say how many proxies are in front of the desk (1), or their addresses; anything else would believe whatever a client says'

/** '' trusts nobody, a number trusts that many proxies; anything else is a list of addresses for Express. */
export const proxies = text('')
  .refine((value) => /^(|off|false|no|\d{1,2})$/.test(value) || value.split(',').every(isNetwork), proxySentence)
  .transform((value): boolean | number | string => {
    if (/^(|off|false|no)$/.test(value)) return false
    return /^\d+$/.test(value) ? Number(value) : value
  })

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.trim().split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text.trim())) return true
  const bits = isIP(address) === 6 ? 128 : 32
  const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits)
  return isIP(address) > 0 && more.length === 0 && fits
}
