import { expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { findLink, makeLink } from '#people/email-links/one-time-tokens.ts'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { newChallenge, useChallenge } from '#people/passkeys/challenges.ts'
import { beginEnrolment, twoFactorState } from '#people/second-factor/enrolment.ts'
import { inviteColleagues } from '#people/staff-invitations/invitations.ts'
import { isExpired } from '#people/staff-invitations/lifetime.ts'
import { listOpenInvitations } from '#people/staff-invitations/queries.ts'
import { leaseFor } from '#platform/jobs/heartbeat.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { leaseJobs } from '#platform/jobs/lease-queries.ts'
import { pruningJob } from '#platform/jobs/pruning.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { consumeInMemory } from '#platform/limits/memory-limit.ts'
import { bucketOf, consume } from '#platform/limits/rate-limit.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { inside, kindsDoing, outside } from '../jobs/queue.ts'
import { day, hour, minute } from '../support/clock.ts'
import { newestToken, workOff } from '../support/letters.ts'
import { apiOf, join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on' } })
const { ctx, clock } = world
const year = 365 * day
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]

/** Runs `act` while the clock is a year ahead, and then sets the clock right. */
async function ahead<T>(act: () => Promise<T>): Promise<T> {
  clock.advance(year)
  try {
    return await act()
  } finally {
    clock.advance(-year)
  }
}

const logIn = (login: string, secret = password) =>
  world.api().post('/api/v1/sessions').send({ login, password: secret })

test('nobody waits for a limit that was reached by a clock that was ahead', async () => {
  const limit = { name: 'test', most: 1, window: 10 * minute }
  await ahead(async () => {
    for (let n = 0; n < 2; n++) await consume(ctx, limit, 'a').catch(() => {})
    for (let n = 0; n < 2; n++) await consume(ctx, limit, 'b').catch(() => {})
    consumeInMemory(ctx, limit, 'a')
  })
  await consume(ctx, limit, 'a')
  await expect(consume(ctx, limit, 'a')).rejects.toMatchObject({ details: { retry_after: 600 } })
  consumeInMemory(ctx, limit, 'a')
  await enqueue(ctx, pruningJob, {})
  await workOff(world)
  const buckets = ctx.db.selectFrom('rate_limits').select('bucket').where('bucket', 'like', 'test:%')
  expect(await buckets.execute()).toEqual([{ bucket: bucketOf(limit, 'a') }])
})

test('what was issued while the clock was ahead is over, and what existed before stays valid', async () => {
  const lea = await join(world, 'lea')
  const mine = await apiOf(world, lea.token).get('/me').expect(200)
  const { token, link, bytes } = await ahead(async () => ({
    token: (await logIn('lea').expect(201)).body.access_token as string,
    link: await makeLink(ctx, 'reset_password', lea.id, lea.email),
    bytes: await newChallenge(ctx, 'login', null),
  }))
  await apiOf(world, token).get('/me').expect(401)
  expect(await findLink(ctx, 'reset_password', new URL(link).searchParams.get('token') ?? '')).toBeUndefined()
  const signed = JSON.stringify({ challenge: Buffer.from(bytes).toString('base64url') })
  expect(await useChallenge(ctx, 'login', null, Buffer.from(signed).toString('base64url'))).toBeNull()
  await apiOf(world, lea.token).get('/me').expect(200, mine.body)
  const { sessions } = (await apiOf(world, lea.token).get('/me/sessions').expect(200)).body
  expect(sessions).toHaveLength(1)
})

test('a session that was used while the clock was ahead is seen again', async () => {
  const mia = await join(world, 'mia')
  const seen = async () =>
    (
      await ctx.db
        .selectFrom('sessions')
        .select('last_seen_at')
        .where('account_id', '=', mia.id)
        .executeTakeFirstOrThrow()
    ).last_seen_at
  await ctx.db
    .updateTable('sessions')
    .set({ last_seen_at: clock.now() + year })
    .where('account_id', '=', mia.id)
    .execute()
  await apiOf(world, mia.token).get('/me').expect(200)
  expect(await seen()).toBe(clock.now())
})

test('a set-up link of a clock that was ahead is over', async () => {
  const link = new URL((await ahead(() => prepareFirstAdmin(ctx))) as string)
  const username = 'boss'
  const form = { username, email: 'boss@example.com', password, password_confirmation: password }
  const code = link.searchParams.get('code') ?? ''
  await world
    .visitor()
    .post('/setup')
    .type('form')
    .send({ ...form, code })
    .expect(422)
})

test('codes of an authenticator app are good again', async () => {
  const noa = await join(world, 'noa')
  const { secret } = await protect(world, noa)
  const secondStep = async () => {
    const half = (await logIn('noa').expect(201)).body.access_token
    const send = world.api().post('/api/v1/sessions/second-step').set('authorization', `Bearer ${half}`)
    return send.send({ code: codeOf(world, secret) })
  }
  expect((await ahead(secondStep)).status).toBe(201)
  expect((await secondStep()).status).toBe(201)
  expect((await secondStep()).status).toBe(422)

  const oda = await join(world, 'oda')
  await ahead(() => beginEnrolment(ctx, oda.actor, password))
  expect(await twoFactorState(ctx, oda.actor)).toMatchObject({ state: 'off' })
})

test('jobs that were asked for, tried or leased by a clock that was ahead are done now', async () => {
  await ctx.db.deleteFrom('jobs').execute()
  let fails = true
  const done: number[] = []
  const kinds = kindsDoing(async (_ctx, { n }) => {
    if (fails) throw new Error('not yet')
    done.push(n)
  })
  await enqueue(ctx, outside, { n: 1 })
  await ahead(async () => {
    expect(await new Worker(ctx, kinds).drain()).toBe(1)
    await enqueue(ctx, inside, { n: 2 }, { priority: 'urgent' })
    await enqueue(ctx, inside, { n: 3 })
    expect(await leaseJobs(ctx, 'ordinary', 10, clock.now() + leaseFor)).toHaveLength(1)
  })
  fails = false
  await enqueue(ctx, inside, { n: 4 }, { run_at: clock.now() + day })
  expect(await new Worker(ctx, kinds).drain()).toBe(3)
  expect(done.sort()).toEqual([1, 2, 3])
})

test('a ticket that was opened while the clock was ahead is still escalated', async () => {
  const id = await ahead(() => ticketOf(world, kim))
  const sweep = async () => {
    await enqueue(ctx, escalationJob, {})
    await new Worker(ctx, jobKinds).drain()
    return (await anna.api.get(`/tickets/${id}`)).body.escalated_at
  }
  expect(await sweep()).toBeNull()
  clock.advance(23 * hour)
  const member = { ...anna, api: apiOf(world, (await logIn('anna').expect(201)).body.access_token) }
  clock.advance(2 * hour)
  await sweep()
  expect((await member.api.get(`/tickets/${id}`).expect(200)).body.escalated_at).not.toBeNull()
})

test('a key of a request that was sent while the clock was ahead can be used again', async () => {
  const row = { account_id: kim.id, key: 'a', request_hash: '', answer: '', created_at: clock.now() + year }
  await ctx.db.insertInto('idempotency_keys').values(row).execute()
  await enqueue(ctx, pruningJob, {})
  await workOff(world)
  expect(await ctx.db.selectFrom('idempotency_keys').select('key').execute()).toEqual([])
})

test('an invitation of a clock that was ahead is over', async () => {
  const { actor } = await join(world, 'chief', 'admin')
  const asked = { emails: ['dana@example.com'], account_type: 'assistant' as const }
  await ahead(() => inviteColleagues(ctx, actor, asked))
  const token = await newestToken(world, 'dana@example.com').catch(() => null)
  expect(token).toBeNull()
  expect((await listOpenInvitations(ctx)).map((invitation) => isExpired(ctx, invitation))).toEqual([true])
  await inviteColleagues(ctx, actor, asked)
  expect(await newestToken(world, 'dana@example.com')).toBeTruthy()
})
