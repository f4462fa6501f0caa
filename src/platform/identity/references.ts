import type { Context } from '#context'
import { DomainError } from '#errors'
import { largestId } from '#lib/largest-id.ts'
import {
  type Account,
  findAccount,
  findAccountByUsername,
  findOwnerOfEmail,
  listClaimantsOfEmail,
} from './account-queries.ts'

const explicitId = /^(?:id:|#)([1-9]\d{0,9})$/i
const bareId = /^[1-9]\d{0,9}$/

/** The id in `id:5` or `#5`; null for any other text. */
export function idIn(text: string): number | null {
  const id = Number(explicitId.exec(text)?.[1] ?? Number.NaN)
  return id <= largestId ? id : null
}

/** Whether the text may be an id or a username: the database has to tell. */
export const isBareNumber = (text: string) => bareId.test(text)

/**
 * The account that a text names: `id:5` and `#5` are ids, a bare number is an id or a username, anything else a
 * username or an email address.
 *
 * @throws malformed (ambiguous_account) if two accounts match, naming both
 */
export async function findAccountFor(ctx: Context, text: string): Promise<Account | undefined> {
  const id = idIn(text)
  if (id !== null) return findAccount(ctx, id)
  if (text.includes('@')) return findByEmail(ctx, text)
  const [byName, byId] = [await findAccountByUsername(ctx, text), await findByBareId(ctx, text)]
  if (byName && byId && byName.id !== byId.id) throw ambiguous(text, [byId, byName])
  return byName ?? byId
}

const findByBareId = (ctx: Context, text: string) =>
  isBareNumber(text) && Number(text) <= largestId ? findAccount(ctx, Number(text)) : undefined

/** The account that has confirmed the address; if none has, the one account that names it. */
async function findByEmail(ctx: Context, email: string): Promise<Account | undefined> {
  const owner = await findOwnerOfEmail(ctx, email)
  if (owner) return owner
  const claimants = await listClaimantsOfEmail(ctx, email, 5)
  if (claimants.length > 1) throw ambiguous(email, claimants)
  return claimants[0]
}

function ambiguous(text: string, accounts: Account[]): DomainError {
  const names = accounts.map(({ id, username }) => `${username} (id:${id})`).join(' or ')
  const sentence = `“${text}” could be ${names}. Write the id with “id:” in front.`
  return new DomainError('malformed', 'ambiguous_account', sentence)
}
