import { Secret, TOTP } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyLog } from '#platform/audit/verify.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { FakeClock, minute } from '../support/clock.ts'
import { apiOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { migrated } from './changes.ts'
import { type Content, contentOf, expectedOf, type Row, restoreFixture } from './fixture.ts'

// Each fixture is a small desk that the program of its time filled through its API; it is named for the last migration
// that has run on it. Add one before a release, and never change one.
const lastMigration = '20261126-1071-job-priorities'

describe(`a database as of ${lastMigration}`, async () => {
  const expected = await expectedOf(lastMigration)
  const database = await restoreFixture(lastMigration)
  const before = await contentOf(database)
  const world = await startApp({
    database,
    clock: new FakeClock(Date.parse(expected.made_at)),
    env: {
      BASE_URL: 'http://localhost:3000',
      SECRET_KEY: 'the secret key of the upgrade test, of no worth',
      PEPPER: 'the pepper of the upgrade test, of no worth',
    },
  })
  const after = await contentOf(database)
  const anna = apiOf(world, expected.tokens.anna.join('.'))
  const maria = apiOf(world, expected.tokens.maria.join('.'))

  test('keeps every row', () => {
    const wanted = migrated(before)
    // The jobs that an upgrade enqueues.
    after.jobs = (after.jobs ?? []).filter(({ kind }) => !['index_backlog', 'respell_search'].includes(`${kind}`))
    for (const [table, rows] of Object.entries(wanted)) {
      if (table.startsWith('kysely_')) continue
      expect(only(after, table, Object.keys(rows[0] ?? {})), table).toEqual(inOrder(rows))
    }
    expect(wanted.messages).toHaveLength(45)
    expect(wanted.site_files).toHaveLength(1)
  })

  const shown = () =>
    describe.each([
      ['staff', 'maria', maria],
      ['a customer', 'anna', anna],
    ] as const)('shows %s', (_, name, api) => {
      test.each(Object.entries(expected.found[name]))('what it showed for %s', async (query, tickets) => {
        const { body } = await api.get(`/tickets?${query}`).expect(200)
        expect(body.tickets.map(({ id }: Row) => id)).toEqual(tickets)
      })
    })

  shown()

  describe('when everything has come into the search', () => {
    beforeAll(async () => {
      await world.ctx.db.updateTable('jobs').set({ run_at: 0 }).where('kind', '=', 'index_backlog').execute()
      await new Worker(world.ctx, jobKinds).drain()
      world.clock.advance(minute)
      await new Worker(world.ctx, jobKinds).drain()
    })

    test('nothing is left of the former one', async () => {
      expect(await world.ctx.db.selectFrom('search_backlog').selectAll().execute()).toEqual([])
      const tables = await world.ctx.db.introspection.getTables()
      expect(tables.map(({ name }) => name).filter((name) => /^search(_notes)?$/.test(name))).toEqual([])
    })

    shown()
  })

  test('has the whole audit log', async () => {
    expect(await verifyLog(world.ctx)).toMatchObject({ sound: before.audit_entries?.length, broken: null })
  })

  test('keeps the settings and the logo', async () => {
    const { site_name, site_logo, max_open_tickets } = world.ctx.settings.current
    expect({ site_name, max_open_tickets }).toEqual({ site_name: 'Studio Upgrade', max_open_tickets: 50 })
    const { body } = await world
      .api()
      .get(site_logo as string)
      .expect(200)
      .expect('Content-Type', 'image/png')
    expect(body.subarray(1, 4).toString()).toBe('PNG')
  })

  test('lets a begun login be finished with the authenticator app', async () => {
    const secret = Secret.fromBase32(expected.authenticator_secret)
    const code = TOTP.generate({ secret, timestamp: world.clock.now() })
    await apiOf(world, expected.tokens.maria_half.join('.')).post('/sessions/second-step', { code }).expect(201)
  })

  test('takes the passwords of before', async () => {
    await world.api().post('/api/v1/sessions').send({ login: 'anna', password: 'correct horse battery' }).expect(201)
  })

  test('works: a new message is found, notified and recorded', async () => {
    await maria.post('/tickets/2/messages', { message: 'The xylophone was tuned.' }).expect(201)
    const { body } = await anna.get('/tickets?q=xylophone').expect(200)
    expect(body.tickets.map(({ id }: Row) => id)).toEqual([2])
    const now = await contentOf(database)
    expect(newest(now, 'messages')).toBe(newest(before, 'messages') + 1)
    expect(newest(now, 'notifications')).toBe(newest(before, 'notifications') + 1)
    expect(await verifyLog(world.ctx)).toMatchObject({ broken: null })
  })
})

const newest = (content: Content, table: string) => Math.max(...(content[table] ?? []).map(({ id }) => Number(id)))

/** Rows with the columns that they had before, whatever has been added. */
const only = (content: Content, table: string, columns: string[]) =>
  inOrder((content[table] ?? []).map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))))

const text = (row: Row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
const inOrder = (rows: Row[]) => rows.map(text).sort()
