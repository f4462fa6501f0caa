import type { Context } from '#context'
import { indexedWords } from '#lib/searched-words.ts'
import { lockNames, type Names, replaceWords } from './account-word-queries.ts'

// People are found by any word of their names and addresses, in any spelling.

/** More than any name and address have. */
const mostWords = 200

/** Whether a change of an account affects the words by which it is found. */
export const isFoundBy = (change: object) => 'username' in change || 'display_name' in change || 'email' in change

/** Updates the words by which an account is found, in the transaction that changes it. */
export async function indexAccount(ctx: Context, id: number): Promise<void> {
  const account = await lockNames(ctx, id)
  if (account) await storeWords(ctx, account)
}

const namesOf = ({ username, display_name, email }: Names) => `${display_name} ${username} ${email}`

export async function storeWords(ctx: Context, account: Names): Promise<void> {
  const { words, others } = indexedWords(namesOf(account), mostWords)
  await replaceWords(ctx, account.id, [...new Set([...words, ...others])])
}
