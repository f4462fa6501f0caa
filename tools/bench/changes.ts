import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#context'
import { escalatedKind } from '#desk/tickets/notification-kinds.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { termsIn } from '#lib/searched-words.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { passwordMatches } from '#people/accounts/passwords.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { fullText } from '#platform/db/full-text.ts'
import { jobTimeouts, withTimeouts } from '#platform/db/timeouts.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueueAll, furtherJobsJob } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { apiRoutes } from '../../src/app.ts'

/** Work that is not visible from outside, or the bare minimum to compare with. */
export function addChanges(ctx: Context): void {
  const route = (path: string, handle: (query: Record<string, string>) => Promise<object>) =>
    apiRoutes.unshift(
      api.get(
        path,
        { for: 'anyone', query: z.record(z.string(), z.string()), summary: '', answers: { 200: z.unknown() } },
        async ({ query }) => ok(await handle(query)),
      ),
    )
  route('/bench/match', ({ q = '' }) => match(ctx, q))
  route('/bench/verify', () => verify(ctx))
  route('/bench/jobs', ({ count }) => drain(ctx, Number(count)))
  route('/bench/notifications', () => tellMany(ctx))
}

/** The bare full-text query: the 25 best matching documents, and nothing about them. */
async function match({ db }: Context, q: string) {
  const terms = termsIn(q).map((term) => ({ ...term, keys: [] }))
  const { document, matches, score } = fullText(db, { table: 'search_documents', terms })
  const query = sql`select ${document} as id from search_documents where ${matches} order by ${score} desc limit 25`
  return { found: (await query.execute(db)).rows.length }
}

let hash: string | undefined

/** The bare password check of a login: only Argon2id. */
async function verify({ config, db }: Context) {
  hash ??= (await db.selectFrom('accounts').select('password_hash').where('id', '=', 1).executeTakeFirstOrThrow())
    .password_hash
  return { matches: await passwordMatches(config, hash, 'the password of everybody on this desk') }
}

/** Jobs whose effect is a row of the database, from the first lease to the last completion. */
async function drain(ctx: Context, count: number) {
  const jobs = Array.from({ length: count }, (_, n) => ({ payload: { n }, dedupe_key: `bench-${n}` }))
  const leaveMark = async ({ db }: Context, { n }: { n: number }) =>
    void (await db
      .insertInto('rate_limits')
      .values({ bucket: `bench-${n}`, used: 1, ends_at: 0 })
      .execute())
  const mark = defineJob('mark', z.object({ n: z.int() }), leaveMark, { inTransaction: true })
  await enqueueAll(ctx, mark, jobs)
  const worker = new Worker(ctx, [mark, furtherJobsJob])
  const started = performance.now()
  // With the timeouts of jobs, not those of the request, as in a worker.
  const attempts = await withTimeouts(jobTimeouts, () => worker.drain())
  const seconds = (performance.now() - started) / 1000
  await ctx.db.deleteFrom('rate_limits').where('bucket', 'like', 'bench-%').execute()
  await ctx.db.deleteFrom('jobs').where('kind', '=', 'mark').execute()
  return { attempts, per_second: attempts / seconds }
}

const rounds = 25

/** A change of a ticket, with and without notifying fifty assistants in the same transaction. */
async function tellMany(ctx: Context) {
  const to: number[] = []
  for (let n = 0; n < 50; n++) {
    const account = { username: `colleague${n}`, email: `colleague${n}@example.org` }
    to.push((await addAccount(ctx, account, 'no hash at all', 'assistant')).id)
  }
  const change = async (tell: boolean) => {
    const started = performance.now()
    await withTransaction(ctx, async (ctx) => {
      await ctx.db.updateTable('tickets').set({ priority: 3 }).where('id', '=', 1).execute()
      if (tell)
        await notifyAll(ctx, [
          { kind: escalatedKind, subject: ticketSubject(1), action: null, message_id: null, actor_id: null, to },
        ])
    })
    return performance.now() - started
  }
  const [without, told]: [number[], number[]] = [[], []]
  for (let n = 0; n < rounds; n++) {
    without.push(await change(false))
    told.push(await change(true))
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
  return { without: median(without), told: median(told) }
}
