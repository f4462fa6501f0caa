import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { type Needle, pairsOf, type Term } from '#lib/searched-words.ts'
import { lockingRows, startsWith } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Names = Pick<Schema['accounts'], 'username' | 'display_name' | 'email'> & { id: number }

/** Locks the account, so that its words are not written twice at the same time. */
export const lockNames = (ctx: Context, id: number): Promise<Names | undefined> =>
  ctx.db
    .selectFrom('accounts')
    .select(['id', 'username', 'display_name', 'email'])
    .where('id', '=', id)
    .$call(lockingRows(ctx.db))
    .executeTakeFirst()

export async function replaceWords(ctx: Context, account_id: number, words: string[]): Promise<void> {
  await ctx.db.deleteFrom('account_words').where('account_id', '=', account_id).execute()
  const rows = words.map((word) => ({ account_id, word }))
  if (rows.length > 0) await ctx.db.insertInto('account_words').values(rows).execute()
}

type Condition = RawBuilder<SqlBool>

/** The words that an account must have to match a needle, as conditions on a word; the rarest first. */
function wordsOf({ words, beginning, unspaced }: Needle): Condition[] {
  const letters = unspaced ? [...(words[0] ?? '')] : []
  const all = letters.length > 1 ? pairsOf(letters).slice(0, -1) : words
  const isBeginning = (place: number) => beginning && letters.length < 2 && place === all.length - 1
  const conditions = all.map((word, place) => ({
    word,
    is: isBeginning(place) ? startsWith('word', word) : sql<SqlBool>`word = ${word}`,
  }))
  return conditions.toSorted((a, b) => b.word.length - a.word.length).map(({ is }) => is)
}

const has = (id: RawBuilder<unknown>, words: Condition[]): Condition =>
  sql.join(
    words.map((is) => sql`exists (select 1 from account_words where account_id = ${id} and ${is})`),
    sql` and `,
  )

/** Whether an account matches a term, as a condition on a column with its id. */
const fitsTerm = ({ any }: Term, id: RawBuilder<unknown>): Condition =>
  sql`(${sql.join(
    any.map((needle) => sql`(${has(id, wordsOf(needle))})`),
    sql` or `,
  )})`

/** Whether an account matches all terms. */
export const fitsTerms = (terms: Term[], id: RawBuilder<unknown>): Condition =>
  sql.join(
    terms.map((term) => fitsTerm(term, id)),
    sql` and `,
  )

/** Accounts that match a term, at most `most` for each way to write it: a bounded range of the index of words. */
function accountsOfTerm({ any }: Term, most: number): RawBuilder<unknown> {
  const ways = any.map((needle) => {
    const [first, ...others] = wordsOf(needle)
    const rest = others.length > 0 ? sql`where ${has(sql`found.account_id`, others)}` : sql``
    return sql`select account_id from (select account_id from account_words where ${first}
      order by word, account_id desc limit ${most}) as found ${rest}`
  })
  return sql.join(ways, sql` union `)
}

/** For each term up to `most` accounts that match it. */
export async function listAccountsOfTerms(ctx: Context, terms: Term[], most: number): Promise<Set<number>[]> {
  if (terms.length === 0) return []
  const each = terms.map(
    (term, n) =>
      sql`select ${sql.lit(n)} as term, account_id from (${accountsOfTerm(term, most)}) as ${sql.ref(`of_${n}`)}`,
  )
  const { rows } = await sql<{ term: number; account_id: number }>`${sql.join(each, sql` union all `)}`.execute(ctx.db)
  return terms.map((_, n) => new Set(rows.filter(({ term }) => Number(term) === n).map(({ account_id }) => account_id)))
}

/** If a word matches more accounts than this, the others are ignored. */
const mostOfTerm = 5000

/** Accounts that match all terms: found by the term with the fewest matches, then filtered by the others. */
export async function listAccountsOfAll(ctx: Context, terms: Term[]): Promise<number[]> {
  if (terms.length === 0) return []
  const rarest = terms.length > 1 ? await rarestOf(ctx, terms) : 0
  const found = accountsOfTerm(terms[rarest] as Term, mostOfTerm)
  const others = terms.filter((_, n) => n !== rarest)
  const rest = others.length > 0 ? sql`where ${fitsTerms(others, sql`fitting.account_id`)}` : sql``
  const { rows } = await sql<{ account_id: number }>`
    select distinct account_id from (${found}) as fitting ${rest}`.execute(ctx.db)
  return rows.map(({ account_id }) => account_id)
}

async function rarestOf(ctx: Context, terms: Term[]): Promise<number> {
  const counts = terms.map(
    (term, n) => sql`(select count(*) from (${accountsOfTerm(term, mostOfTerm + 1)}) as found) as ${sql.ref(`n${n}`)}`,
  )
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(ctx.db)
  const all = terms.map((_, n) => Number(rows[0]?.[`n${n}`]))
  return all.indexOf(Math.min(...all))
}
