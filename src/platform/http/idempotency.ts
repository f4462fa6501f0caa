import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context, Counted } from '#context'
import { DomainError, malformed } from '#errors'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { countOne } from '#platform/limits/queries.ts'
import type { Answer } from './answer.ts'

const wellFormedKey = /^[\x21-\x7e]{1,200}$/

export function checkedKey(key: string): string {
  if (wellFormedKey.test(key)) return key
  throw malformed('An idempotency key has 1 to 200 printable ASCII characters without spaces.')
}

export const requestHash = (...parts: unknown[]) => hash('sha256', JSON.stringify(parts), 'base64url')

interface Owned {
  [column: string]: string | number
  account_id: number
  key: string
}

const insertedKey = compiledOnce(
  (db, { account_id, key, request_hash, created_at }: Owned & { request_hash: string; created_at: number }) =>
    db
      .insertInto('idempotency_keys')
      .values({ account_id, key, request_hash, answer: sql.lit(''), created_at })
      .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
      .returning('account_id'),
)

const storedAnswer = compiledOnce((db, { account_id, key, answer }: Owned & { answer: string }) =>
  db.updateTable('idempotency_keys').set({ answer }).where('account_id', '=', account_id).where('key', '=', key),
)

const byKey = compiledOnce((db, { account_id, key }: Owned) =>
  db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'answer'])
    .where('account_id', '=', account_id)
    .where('key', '=', key),
)

/**
 * Runs `work` once for each person and key: its answer is stored in the transaction of its effects, and a repeated
 * request gets the stored answer. A failure stores nothing and may be retried. (IETF draft "The Idempotency-Key HTTP
 * Header Field".)
 *
 * @throws {DomainError} idempotency_key_reused if the key was used with another request
 */
export async function onlyOnce(
  ctx: Context,
  actor: Actor,
  key: string,
  hash: string,
  work: (ctx: Context) => Promise<Answer>,
): Promise<Answer> {
  let counted: Counted[] = []
  try {
    return await withTransaction(ctx, async (ctx) => {
      counted = []
      const [first] = await insertedKey(
        ctx.db,
        { account_id: actor.id, key, request_hash: hash, created_at: ctx.clock.now() },
        {},
      )
      if (!first) return (await findAnswer(ctx, actor, key, hash)) as Answer
      const answer = await work({ ...ctx, counted })
      await storedAnswer(ctx.db, { account_id: actor.id, key, answer: JSON.stringify(answer) }, {})
      return answer
    })
  } catch (error) {
    // A failed try still counts: otherwise a new key for each try would bypass the limit.
    if (error instanceof DomainError) for (const { bucket, window } of counted) await countOne(ctx, bucket, window)
    throw error
  }
}

/**
 * The stored answer to an earlier request with this key; null if there is none, or it is not finished.
 *
 * @throws {DomainError} idempotency_key_reused
 */
export async function findAnswer(ctx: Context, actor: Actor, key: string, hash: string): Promise<Answer | null> {
  const [stored] = await byKey(ctx.db, { account_id: actor.id, key }, {})
  if (!stored) return null
  if (stored.request_hash === hash) return JSON.parse(stored.answer)
  const sentence = 'This was sent before with other content. Check it and send it again.'
  throw new DomainError('invalid', 'idempotency_key_reused', sentence, { fields: [{ field: '', message: sentence }] })
}
