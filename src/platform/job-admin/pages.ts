import type { Concerned, Context } from '#context'
import type { DomainError } from '#errors'
import { capital } from '#lib/capital.ts'
import { day } from '#lib/durations.ts'
import { formatTime } from '#lib/format-time.ts'
import { type Answer, seeOther, type ViewAnswer, view, withError } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { type Cursor, usualLimit } from '#platform/http/pagination.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Job } from '#platform/jobs/queries.ts'
import { pagerOf } from '#platform/pages/address.ts'
import { emptyForm } from '#platform/pages/router.ts'

import { discardAllJobs, retryAllJobs } from './dead-jobs.ts'
import { countDeadJobs, discardJob, getDeadJob, readQueue, retryJob } from './jobs.ts'
import { mostCounted, statuses } from './queries.ts'
import { discardAllForm, queueQuery } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'jobs/index': Awaited<ReturnType<typeof queueModel>>
    'jobs/discard': { job: ReturnType<typeof deadModel>; key: string }
    'jobs/discard-all': { things: string; until: number; key: string }
  }
}

const place = '/admin/jobs'
const noneDead = 'There is no dead job.'

const stateTexts = {
  queued: { label: 'Waiting', icon: 'hourglass' },
  processing: { label: 'Running', icon: 'clock' },
  succeeded: { label: 'Done', icon: 'circle-check' },
  dead: { label: 'Dead', icon: 'circle-alert' },
}

function stateText({ config }: Context, status: (typeof statuses)[number]) {
  const days = config.retention.jobs / day
  const kept = days === 1 ? 'the last day' : `the last ${days} days`
  return status === 'succeeded' ? { ...stateTexts[status], label: `Done in ${kept}` } : stateTexts[status]
}

const countText = (count: number) =>
  count >= mostCounted ? `${mostCounted.toLocaleString('en')} or more` : count.toLocaleString('en')

const deadModel = (ctx: Context, job: Job & Concerned) => {
  const { id, kind, attempts, last_error, people, subjects, created_at, finished_at } = job
  return {
    id,
    kind: capital(kind.replaceAll('_', ' ')),
    attempts: attempts === 1 ? 'one attempt' : `${attempts} attempts`,
    error: last_error ?? 'no reason was given',
    created_at: formatTime(ctx, created_at),
    died_at: finished_at === null ? null : formatTime(ctx, finished_at),
    concerned: [people.length > 0 && `for ${people.join(', ')}`, ...subjects].filter(Boolean).join(' · '),
  }
}

async function showQueue(ctx: Context, limit = usualLimit, cursor?: Cursor): Promise<ViewAnswer> {
  return view('jobs/index', 'Jobs', await queueModel(ctx, limit, cursor))
}

async function queueModel(ctx: Context, limit: number, cursor: Cursor | undefined) {
  const { counts, oldest_due_at, dead, next } = await readQueue(ctx, limit, cursor)
  return {
    states: statuses.map((status) => ({ key: status, ...stateText(ctx, status), count: countText(counts[status]) })),
    dead_count: counts.dead,
    oldest: oldest_due_at === null ? null : formatTime(ctx, oldest_due_at),
    dead: dead.map((job) => deadModel(ctx, job)),
    key: emptyForm().key,
    pager: pagerOf(place, limit === usualLimit ? {} : { limit: String(limit) }, next, cursor !== undefined),
  }
}

/** Shows what would be lost, before anything is. */
async function showDiscard(ctx: Context, id: number): Promise<ViewAnswer> {
  const job = deadModel(ctx, await getDeadJob(ctx, id))
  return view('jobs/discard', `Discard job ${id}`, { job, key: emptyForm().key })
}

async function showDiscardAll(ctx: Context): Promise<Answer> {
  const until = ctx.clock.now()
  const count = await countDeadJobs(ctx)
  const things = count === 1 ? 'the dead job' : `all ${countText(count)} dead jobs`
  return count === 0
    ? seeOther(place, noneDead)
    : view('jobs/discard-all', 'Discard all dead jobs', { things, until, key: emptyForm().key })
}

/** After an error shows the queue as it is now, with the reason. */
const withReason = async ({ ctx }: { ctx: Context }, _form: Form, { message }: DomainError) =>
  withError(await showQueue(ctx), message)

const adminForm = { for: 'admin', body: emptyBody, refused: withReason } as const

export const jobPages = [
  page.get(place, { for: 'admin', query: queueQuery }, ({ ctx, query }) => showQueue(ctx, query.limit, query.cursor)),
  page.post(`${place}/retry`, adminForm, async ({ ctx, actor }) => {
    const count = await retryAllJobs(ctx, actor)
    const done = count === 1 ? 'One job is tried again.' : `${countText(count)} jobs are tried again.`
    return seeOther(place, count === 0 ? noneDead : done)
  }),
  page.post(`${place}/:id/retry`, { ...adminForm, params: idParams }, async ({ ctx, actor, params }) => {
    await retryJob(ctx, actor, params.id)
    return seeOther(place, 'The job is tried again.')
  }),
  page.get(`${place}/discard`, { for: 'admin' }, ({ ctx }) => showDiscardAll(ctx)),
  page.post(`${place}/discard`, { ...adminForm, body: discardAllForm }, async ({ ctx, actor, body }) => {
    const count = await discardAllJobs(ctx, actor, body.until)
    const done = count === 1 ? 'One job is discarded.' : `${countText(count)} jobs are discarded.`
    return seeOther(place, count === 0 ? noneDead : done)
  }),
  page.get(`${place}/:id/discard`, { for: 'admin', params: idParams }, ({ ctx, params }) =>
    showDiscard(ctx, params.id),
  ),
  page.post(`${place}/:id/discard`, { ...adminForm, params: idParams }, async ({ ctx, actor, params }) => {
    await discardJob(ctx, actor, params.id)
    return seeOther(place, 'The job is discarded.')
  }),
]
