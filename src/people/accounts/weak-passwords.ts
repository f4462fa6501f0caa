import type { Context } from '#context'
import { invalidField } from '#errors'
import { spellingsOf } from '#lib/spelling.ts'
import { isCommonPassword } from './common-passwords.ts'

/** Whose password it is, as far as known. */
export interface Person {
  username: string
  email: string
  display_name?: string
  first_name?: string | null
  last_name?: string | null
  pending_email?: string | null
}

const common = 'This is one of the most used passwords in the world; choose another.'
const ofNames =
  'This is little more than your own name or address, or the name of this desk, which somebody would try first; choose another.'

/** @returns a sentence why this password is easy to guess; null if it is not */
export async function weaknessOf(ctx: Context, password: string, person: Person): Promise<string | null> {
  if (await isCommonPassword(password)) return common
  const { hostname } = new URL(ctx.config.server.origin)
  const { username, email, display_name, first_name, last_name, pending_email } = person
  const own = [username, email, display_name, first_name, last_name, pending_email]
  const texts = [...own, ctx.settings.current.site_name, 'SupportMe', hostname]
  return isMadeOfNames(password, texts.flatMap(namesIn)) ? ofNames : null
}

/** @throws invalid for a password that is easy to guess */
export async function refuseWeakPassword(
  ctx: Context,
  password: string,
  person: Person,
  field = 'password',
): Promise<void> {
  const weakness = await weaknessOf(ctx, password, person)
  if (weakness) throw invalidField(field, weakness)
}

const shortestWord = 4

/** The whole name, both halves of an address, and every longer word in them. */
function namesIn(text: string | null | undefined): string[] {
  if (!text) return []
  const words = text
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .flatMap(spelled)
    .filter((word) => word.length >= shortestWord)
  return [...[text, ...text.split('@')].flatMap(spelled), ...words].filter((name) => name !== '')
}

/** Only letters and digits, without case and accents: variations of a name are recognised as such. */
function spelled(text: string): string[] {
  const { plain, spelledOut } = spellingsOf(text)
  return [plain, ...(spelledOut === null ? [] : [spelledOut])].map((name) => name.replace(/[^\p{L}\p{N}]+/gu, ''))
}

/** Whether the password consists only of these names, digits and punctuation. */
function isMadeOfNames(password: string, names: string[]): boolean {
  // With a name of digits every password of digits would consist of names.
  const lettered = names.filter((name) => !/^\p{N}*$/u.test(name)).sort((a, b) => b.length - a.length)
  return spelled(password).some((given) => {
    if (names.includes(given)) return true
    const rest = lettered.reduce((text, name) => text.replaceAll(name, ''), given)
    return rest !== given && /^\p{N}*$/u.test(rest)
  })
}
