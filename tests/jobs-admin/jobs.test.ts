import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cancelledInvitationJob, changedInvitationJob } from '#events/events/mailed-invitations.ts'
import { offerJob } from '#events/events/offers.ts'
import type { JobStatus } from '#platform/db/schema.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobsTopic } from '#platform/live/publish.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { anEvent } from '../events/stage.ts'
import { hour, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { sendForm } from '../tickets/desk.ts'

const world = await startApp({ env: { SESSION_HOURS: '1000', JOB_RETENTION_DAYS: '1' } })
const { ctx, clock } = world
const admin = await join(world, 'helen', 'admin')
const anna = await join(world, 'anna', 'assistant')
const kim = await join(world, 'kim')

beforeEach(async () => {
  await ctx.db.deleteFrom('jobs').execute()
})

async function add(
  status: JobStatus,
  more: { run_at?: number; last_error?: string; payload?: string } = {},
): Promise<number> {
  const now = clock.now()
  const job = { kind: 'greet', payload: '{"to":"secret@example.com"}', run_at: now, created_at: now, ...more }
  const ended = { attempts: status === 'dead' ? 20 : 0, finished_at: status === 'dead' ? now : null }
  const { id } = await ctx.db
    .insertInto('jobs')
    .values({ ...job, ...ended, status })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const jobOf = (id: number) => ctx.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const queue = async (query = '') => (await admin.api.get(`/admin/jobs${query}`).expect(200)).body
const page = async (query = '') => (await admin.pages.get(`/admin/jobs${query}`).expect(200)).text

/** Runs the jobs that are due. @returns the payloads of the kind `greet` */
async function work(): Promise<object[]> {
  const done: object[] = []
  const greet = defineJob('greet', z.looseObject({}), async (_ctx, payload) => void done.push(payload))
  await new Worker(ctx, [greet]).drain()
  return done
}

describe('the page of jobs', () => {
  test('shows a job too whose payload is broken, for which it has died', async () => {
    const id = await add('dead', { payload: '{', last_error: 'broken' })
    expect((await queue()).dead).toMatchObject([{ id, people: [], subjects: [] }])
    expect(textOf(await page())).toContain('broken')
    await ctx.db.updateTable('jobs').set({ kind: 'respell_search', payload: '{"ticket_id":7}' }).execute()
    // The id says how far the job has come: it is not about that ticket.
    expect((await queue()).dead).toMatchObject([{ id, subjects: [] }])
  })

  test('says whom the mail of an invitation was to reach, and for what', async () => {
    const { body: event } = await anna.api.post('/events', anEvent(world)).expect(201)
    await anna.api.post(`/events/${event.id}/invitations`, { who: ['zoe@example.org'] }).expect(200)
    const { id } = (await anna.api.get(`/events/${event.id}/invitations`).expect(200)).body.invitations[0]
    for (const job of [changedInvitationJob, cancelledInvitationJob]) await enqueue(ctx, job, { invitation_id: id })
    await enqueue(ctx, offerJob, { event_id: event.id })
    await admin.api.post('/admin/invitations', { emails: ['mia@example.org'], account_type: 'assistant' }).expect(201)
    await ctx.db.updateTable('jobs').set({ status: 'dead', attempts: 20, finished_at: clock.now() }).execute()
    const { dead } = await queue()
    for (const kind of ['event_invitation', 'event_invitation_changed', 'event_invitation_cancelled'])
      expect(dead).toContainEqual(
        expect.objectContaining({ kind, people: ['zoe@example.org'], subjects: [`event #${event.id}`] }),
      )
    expect(dead).toContainEqual(
      expect.objectContaining({ kind: 'offer_places', people: [], subjects: [`event #${event.id}`] }),
    )
    expect(dead).toContainEqual(expect.objectContaining({ kind: 'staff_invitation', people: ['mia@example.org'] }))
  })

  test('says for how long what is done is counted, as the setting has it', async () => {
    expect(textOf(await page())).toContain('Done in the last day')
  })

  test('is for admins alone, as are the actions on it', async () => {
    const id = await add('dead')
    for (const one of [anna, kim]) {
      await one.pages.get('/admin/jobs').expect(403)
      await one.api.get('/admin/jobs').expect(403)
      for (const end of ['retry', `${id}/retry`, 'discard', `${id}/discard`]) {
        const path = `/admin/jobs/${end}`
        await sendForm(one, path).expect(403)
        await one.api.post(path).expect(403)
      }
    }
    expect((await jobOf(id)).status).toBe('dead')
  })

  test('counts jobs in each state', async () => {
    for (const status of ['queued', 'queued', 'queued', 'processing', 'succeeded', 'dead', 'dead'] as const)
      await add(status)
    const { counts } = await queue()
    expect(counts).toEqual({ queued: 3, processing: 1, succeeded: 1, dead: 2 })
    const html = await page()
    expect(textOf(/<div[^>]*id="jobs-queued".*?<\/div>/s.exec(html)?.[0] ?? '')).toBe('Waiting 3')
    expect(textOf(/<div[^>]*id="jobs-dead".*?<\/div>/s.exec(html)?.[0] ?? '')).toBe('Dead 2')
  })

  test('says for how long the oldest has waited, leaving out what is not due', async () => {
    await add('queued', { run_at: clock.now() + hour })
    await add('processing', { run_at: clock.now() - 9 * hour })
    expect((await queue()).oldest_due_at).toBeNull()
    expect(textOf(await page())).toContain('No job is waiting to run.')
    const due = clock.now() - 7 * minute
    await add('queued', { run_at: due })
    await add('queued', { run_at: due + minute })
    expect((await queue()).oldest_due_at).toBe(new Date(due).toISOString())
    expect(textOf(await page())).toContain('has waited for 7 minutes')
  })

  test('shows dead jobs with their error and without their payload, the last first', async () => {
    const first = await add('dead', { last_error: 'the mail server says <no>', run_at: clock.now() - minute })
    const second = await add('dead')
    const { dead } = await queue()
    expect(dead.map(({ id }: { id: number }) => id)).toEqual([second, first])
    expect(dead[1]).toMatchObject({ kind: 'greet', attempts: 20, error: 'the mail server says <no>' })
    const html = await page()
    expect(textOf(html)).toContain('the mail server says <no>')
    for (const text of [html, JSON.stringify(dead)]) expect(text).not.toContain('secret@example.com')
  })

  test('is paged, the place in the list kept in the address', async () => {
    const ids: number[] = []
    for (let n = 0; n < 5; n++) ids.unshift(await add('dead'))
    const { dead, next_cursor } = await queue('?limit=3')
    const rest = await queue(`?limit=3&cursor=${next_cursor}`)
    expect([...dead, ...rest.dead].map(({ id }: { id: number }) => id)).toEqual(ids)
    expect(rest.next_cursor).toBeNull()
    expect(await page('?limit=3')).toContain(`href="/admin/jobs?limit=3&amp;cursor=${next_cursor}"`)
  })

  test.each(['cursor=abc', 'limit=0', 'state=dead'])('refuses %s', async (query) => {
    await admin.api.get(`/admin/jobs?${query}`).expect(400)
    await admin.pages.get(`/admin/jobs?${query}`).expect(400)
  })
})

describe.each(['page', 'api'] as const)('trying again by %s', (router) => {
  const post = (path: string) =>
    router === 'page'
      ? sendForm(admin, path).expect(303)
      : admin.api.post(path).expect((res) => expect(res.ok).toBe(true))

  test('has one dead job done, as if it were new, and is recorded', async () => {
    const [id, other] = [await add('dead', { last_error: 'away' }), await add('dead')]
    await post(`/admin/jobs/${id}/retry`)
    expect(await jobOf(id)).toMatchObject({ status: 'queued', attempts: 0, run_at: clock.now(), finished_at: null })
    expect(await work()).toEqual([{ to: 'secret@example.com' }])
    expect((await jobOf(id)).status).toBe('succeeded')
    expect((await jobOf(other)).status).toBe('dead')
    expect(await auditOf(world, 'job', id)).toEqual([
      { action: 'job_retried', actor_id: admin.id, before: null, after: '{"kind":"greet"}' },
    ])
  })

  test('has all dead jobs done, removes none, and is recorded', async () => {
    for (let n = 0; n < 3; n++) await add('dead')
    const done = await add('succeeded')
    await post('/admin/jobs/retry')
    expect(await work()).toHaveLength(3)
    expect((await queue()).counts).toEqual({ queued: 0, processing: 0, succeeded: 4, dead: 0 })
    expect((await jobOf(done)).status).toBe('succeeded')
    expect((await auditOf(world, 'job', null)).at(-1)).toMatchObject({ action: 'jobs_retried', after: '{"count":3}' })
  })

  test('wakes a worker that sleeps', async () => {
    const id = await add('dead')
    let stop = () => {}
    const woken = new Promise<void>((resolve) => {
      stop = ctx.live.subscribe((topics) => {
        if (topics.includes(jobsTopic)) resolve()
      })
    })
    await post(`/admin/jobs/${id}/retry`)
    await woken
    stop()
  })

  test('with nothing dead changes and records nothing', async () => {
    await add('queued')
    const before = await auditOf(world, 'job', null)
    await post('/admin/jobs/retry')
    expect(await auditOf(world, 'job', null)).toEqual(before)
  })
})

describe('trying again', () => {
  test.each(['queued', 'processing', 'succeeded'] as const)('leaves a job that is %s alone', async (status) => {
    const id = await add(status)
    const before = await jobOf(id)
    expect((await admin.api.post(`/admin/jobs/${id}/retry`).expect(409)).body.code).toBe('job_not_dead')
    const { text } = await sendForm(admin, `/admin/jobs/${id}/retry`).expect(409)
    expect(textOf(text)).toContain('This job is being tried again already, or is done.')
    expect(await jobOf(id)).toEqual(before)
    expect(await auditOf(world, 'job', id)).toEqual([])
  })

  test('of many admins at once happens once', async () => {
    const id = await add('dead')
    const answers = await Promise.all(Array.from({ length: 6 }, () => admin.api.post(`/admin/jobs/${id}/retry`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409, 409])
    expect(await auditOf(world, 'job', id)).toHaveLength(1)
  })

  test('of a job that does not exist is not found', async () => {
    await admin.api.post('/admin/jobs/2000000000/retry').expect(404)
    await sendForm(admin, '/admin/jobs/2000000000/retry').expect(404)
  })
})

describe.each(['page', 'api'] as const)('discarding by %s', (router) => {
  const untilNow = () => ({ until: String(clock.now()) })
  const post = (path: string, fields: Record<string, string> = {}) =>
    router === 'page'
      ? sendForm(admin, path, fields).expect(303)
      : admin.api.post(path).expect((res) => expect(res.ok).toBe(true))

  test('takes one dead job out of the queue, and is recorded', async () => {
    const [id, other] = [await add('dead', { last_error: 'away' }), await add('dead')]
    await post(`/admin/jobs/${id}/discard`)
    expect((await queue()).dead.map(({ id }: { id: number }) => id)).toEqual([other])
    expect(await work()).toEqual([])
    expect(await auditOf(world, 'job', id)).toEqual([
      { action: 'job_discarded', actor_id: admin.id, before: '{"kind":"greet","attempts":20}', after: null },
    ])
    expect(await logPage()).toContain(`discarded job #${id}`)
  })

  test('takes all dead jobs out and nothing else, once, and is recorded', async () => {
    for (const status of ['queued', 'processing', 'succeeded', 'dead', 'dead'] as const) await add(status)
    await post('/admin/jobs/discard', untilNow())
    expect((await queue()).counts).toEqual({ queued: 1, processing: 1, succeeded: 1, dead: 0 })
    const recorded = await auditOf(world, 'job', null)
    expect(recorded.at(-1)).toMatchObject({ action: 'jobs_discarded', before: '{"count":2}', after: null })
    expect(await logPage()).toContain('discarded all dead jobs')
    await post('/admin/jobs/discard', untilNow())
    expect(await auditOf(world, 'job', null)).toEqual(recorded)
  })
})

const logPage = async () => textOf((await admin.pages.get('/admin/audit?entity=job').expect(200)).text)

describe('discarding', () => {
  test.each(['queued', 'processing', 'succeeded'] as const)('leaves a job that is %s alone', async (status) => {
    const id = await add(status)
    const before = await jobOf(id)
    expect((await admin.api.post(`/admin/jobs/${id}/discard`).expect(409)).body.code).toBe('job_not_dead')
    const { text } = await sendForm(admin, `/admin/jobs/${id}/discard`).expect(409)
    expect(textOf(text)).toContain('This job is being tried again already, or is done.')
    await admin.pages.get(`/admin/jobs/${id}/discard`).expect(409)
    expect(await jobOf(id)).toEqual(before)
    expect(await auditOf(world, 'job', id)).toEqual([])
  })

  test('is asked about first, and said again when it is sent twice', async () => {
    const id = await add('dead', { last_error: 'the mail server says <no>' })
    const asked = (await admin.pages.get(`/admin/jobs/${id}/discard`).expect(200)).text
    expect(textOf(asked)).toContain('the mail server says <no>')
    expect(asked).not.toContain('secret@example.com')
    expect((await jobOf(id)).status).toBe('dead')
    const fields = pageOf(asked).fieldsOf(`/admin/jobs/${id}/discard`)
    const send = () => sendForm(admin, `/admin/jobs/${id}/discard`, fields).expect(303)
    await Promise.all([send(), send()])
    expect(textOf((await admin.pages.get('/admin/jobs')).text)).toContain('The job is discarded.')
    expect(await auditOf(world, 'job', id)).toHaveLength(1)
  })

  test('of all leaves what was given up after one had looked', async () => {
    await add('dead')
    const asked = (await admin.pages.get('/admin/jobs/discard').expect(200)).text
    const { until = '' } = pageOf(asked).fieldsOf('/admin/jobs/discard')
    clock.advance(minute)
    const later = await add('dead')
    await sendForm(admin, '/admin/jobs/discard', { until }).expect(303)
    expect((await queue()).dead).toMatchObject([{ id: later }])
    await sendForm(admin, '/admin/jobs/discard').expect(422)
    await sendForm(admin, '/admin/jobs/discard', { until: 'now' }).expect(422)
    expect((await queue()).counts.dead).toBe(1)
  })

  test('and trying again at once: one of them happens', async () => {
    const id = await add('dead')
    const requests = ['retry', 'discard', 'retry', 'discard'].map((action) =>
      admin.api.post(`/admin/jobs/${id}/${action}`),
    )
    const statuses = (await Promise.all(requests)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 204)).toHaveLength(1)
    expect(await auditOf(world, 'job', id)).toHaveLength(1)
  })

  test('of what is not there is not found; of nothing leads back', async () => {
    await admin.api.post('/admin/jobs/2000000000/discard').expect(404)
    await sendForm(admin, '/admin/jobs/2000000000/discard').expect(404)
    await admin.pages.get('/admin/jobs/2000000000/discard').expect(404)
    await admin.pages.get('/admin/jobs/discard').expect(303).expect('location', '/admin/jobs')
  })
})

describe('the figures', () => {
  const figures = async () => (await world.api().get('/metrics').expect(200)).text

  test('count jobs in each state and say how long the oldest has waited', async () => {
    await add('queued', { run_at: clock.now() - minute })
    await add('dead')
    await add('dead')
    const text = await figures()
    expect(text).toContain('# TYPE jobs gauge')
    for (const line of ['jobs{state="queued"} 1', 'jobs{state="dead"} 2', 'jobs{state="processing"} 0'])
      expect(text).toContain(`${line}\n`)
    expect(text).toContain('jobs_oldest_due_seconds 60\n')
    await ctx.db.deleteFrom('jobs').execute()
    expect(await figures()).toContain('jobs{state="dead"} 0\n')
  })

  test('of the process are reported while the queue cannot be read', async () => {
    await ctx.db.schema.alterTable('jobs').renameTo('jobs_away').execute()
    try {
      const text = await figures()
      expect(text).toContain('process_cpu_seconds_total')
      expect(text).not.toMatch(/^jobs\{/m)
    } finally {
      await ctx.db.schema.alterTable('jobs_away').renameTo('jobs').execute()
    }
  })
})
