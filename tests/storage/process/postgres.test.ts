import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { withTransaction } from '#platform/db/transaction.ts'
import { until } from '../../process/program.ts'
import { freshDatabase } from '../../support/database.ts'
import { networkTo } from '../../support/network.ts'
import { apiOf, join, type Member, pagesOf, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const database = await freshDatabase('postgres')
const network = await networkTo(database)
afterAll(() => network.goAway())
const app = await startApp({ database: network.url, env: { DATABASE_TIMEOUT: '' } })
const kim = await join(app, 'kim')
const ticket = await ticketOf(app, kim)
const messages = `/tickets/${ticket}/messages`

/** What is stored, asked past the program. */
async function onServer<Row>(statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(database)
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}

const timesStored = async (body: string) => (await onServer('select id from messages where body = $1', [body])).length

const terminateOthers = () =>
  onServer(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)

describe('connections that are lost in the middle of work', () => {
  test('fail requests with an error, but neither end the process nor lose anything acknowledged', async () => {
    const acknowledged = new Set<string>()
    const refused = new Set<string>()
    let going = true
    const write = async (writer: Member, path: string) => {
      for (let n = 1; going; n++) {
        const message = `Message ${n} of ${writer.username}`
        const { status, headers } = await writer.api.post(path, { message })
        if (status === 201) acknowledged.add(message)
        else refused.add(`${status} ${headers['retry-after']}`)
      }
    }
    const writers = ['ada', 'ben', 'cleo'].map(async (name) => {
      const writer = await join(app, name)
      return [writer, `/tickets/${await ticketOf(app, writer)}/messages`] as const
    })
    const work = (await Promise.all(writers)).map(([writer, path]) => write(writer, path))
    for (const lose of [terminateOthers, network.cut, terminateOthers, network.cut]) {
      const goal = acknowledged.size + 10
      await until(() => acknowledged.size >= goal)
      await lose()
    }
    const goal = acknowledged.size + 10
    await until(() => acknowledged.size >= goal)
    going = false
    await Promise.all(work)

    const stored = await onServer<{ body: string }>("select body from messages where body like 'Message % of %'")
    const texts = stored.map(({ body }) => body)
    expect(texts).toEqual(expect.arrayContaining([...acknowledged]))
    expect(new Set(texts).size).toBe(texts.length)
    expect([...refused]).toEqual(['503 5'])
  })

  test('during a commit leave open whether it took place, and a repeat with its key does it once', async () => {
    const { token } = kim
    const send = () => apiOf(app, token).post(messages, { message: 'The answer is lost' }).set('idempotency-key', 'one')
    network.loseAnswerTo('commit')
    const { status, body } = await send()
    expect([status, body.code]).toEqual([503, 'outcome_unknown'])
    expect(body.detail).toContain('It may have been saved or not')
    expect(await timesStored('The answer is lost')).toBe(1)
    await send().expect(201)
    expect(await timesStored('The answer is lost')).toBe(1)
  })
})

test('of two transactions in each other’s way both are done in the end', async () => {
  const buckets = ['one', 'two']
  const row = (bucket: string) => ({ bucket, used: 0, ends_at: 0 })
  await app.ctx.db.insertInto('rate_limits').values(buckets.map(row)).execute()
  const bothHaveBegun = Promise.withResolvers<void>()
  let [begun, attempts] = [0, 0]
  const countIn = (order: string[]) =>
    withTransaction(app.ctx, async ({ db }) => {
      attempts += 1
      await sql`set local deadlock_timeout = '20ms'`.execute(db)
      for (const bucket of order) {
        await db
          .updateTable('rate_limits')
          .set((eb) => ({ used: eb('used', '+', 1) }))
          .where('bucket', '=', bucket)
          .execute()
        begun += 1
        if (begun === 2) bothHaveBegun.resolve()
        await bothHaveBegun.promise
      }
    })
  await Promise.all([countIn(buckets), countIn(buckets.toReversed())])
  expect(attempts).toBe(3)
  expect(await onServer("select used from rate_limits where bucket in ('one', 'two')")).toEqual([
    { used: 2 },
    { used: 2 },
  ])
})

test('requests do not wait for a database that stops answering, and use it again when it is back', async () => {
  network.freeze()
  const form = { message: 'Never arrives' }
  const [api, page, list, ready] = await Promise.all([
    kim.api.post(messages, { message: 'Never arrives' }),
    pagesOf(app, kim.token).post(messages).type('form').send(form),
    kim.api.get('/tickets'),
    app.api().get('/readyz'),
  ])
  for (const { status, headers } of [api, page, list]) expect([status, headers['retry-after']]).toEqual([503, '5'])
  expect(api.body.detail).toMatch(/does not answer in time.*was not saved/)
  expect(list.body.detail).not.toContain('saved')
  expect(page.text).toMatch(/was not saved/)
  expect(ready.status).toBe(503)
  network.thaw()
  await kim.api.post(messages, { message: 'Arrives' }).expect(201)
  expect(await timesStored('Never arrives')).toBe(0)
})

test('a database that is away is named, and missed no longer than it is away', async () => {
  network.goAway()
  const { status, body, headers } = await kim.api.get('/tickets')
  expect([status, headers['retry-after']]).toEqual([503, '5'])
  expect(body.detail).toBe('The desk cannot reach its database right now. Please try again in a moment.')
  await network.comeBack()
  await kim.api.get('/tickets').expect(200)
})

test('a database that may only be read shows everything and refuses the rest', async () => {
  const name = new URL(database).pathname.slice(1)
  await onServer(`alter database ${name} set default_transaction_read_only = on`)
  network.cut()
  await kim.api.get(messages).expect(200)
  await pagesOf(app, kim.token).get(`/tickets/${ticket}`).expect(200)
  const { body } = await kim.api.post(messages, { message: 'Not to be written' }).expect(503)
  expect(body.detail).toMatch(/can be read but not written/)
  const { text } = await app.api().get('/readyz').expect(503)
  expect(text).toContain('takes no writes')
})
