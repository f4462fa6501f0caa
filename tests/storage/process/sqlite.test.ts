import { renameSync, rmSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'
import { join, pagesOf, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

/** A desk with a customer and a ticket; its file by itself. */
async function desk() {
  const app = await startApp({ database: await freshDatabase('sqlite'), env: { DATABASE_TIMEOUT: '800' } })
  const kim = await join(app, 'kim')
  const messages = `/tickets/${await ticketOf(app, kim)}/messages`
  return { app, kim, messages, path: app.database.slice('file:'.length) }
}

describe('while another program holds the write lock', async () => {
  const { app, kim, messages, path } = await desk()
  const page = `${messages.replace('/messages', '')}`

  function holdLock() {
    const other = new BetterSqlite(path)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    return () => void other.exec('rollback')
  }

  test('everybody reads on; who wants to write is told so in time', async () => {
    holdLock()
    const order: string[] = []
    const noting = async <T>(what: string, answer: PromiseLike<T>) => {
      const got = await answer
      order.push(what)
      return got
    }
    const [write, list, shown, health] = await Promise.all([
      noting('write', kim.api.post(messages, { message: 'Cannot be written' })),
      noting('read', kim.api.get('/tickets')),
      noting('page', pagesOf(app, kim.token).get(page)),
      noting('health', app.api().get('/healthz')),
    ])
    expect([write.status, list.status, shown.status, health.status]).toEqual([503, 200, 200, 200])
    expect(write.headers['retry-after']).toBe('5')
    expect(write.body.detail).toMatch(/Something else is holding.*was not saved/)
    expect(order.at(-1)).toBe('write')
  })

  test('a write waits for it, in a transaction or alone', async () => {
    const release = holdLock()
    const login = { login: 'kim', password: 'wrong' }
    const writes = Promise.all([
      kim.api.post(messages, { message: 'Can be written after all' }),
      app.api().post('/api/v1/sessions').send(login),
      kim.api.get('/tickets').then(release),
    ])
    expect((await writes).map((answer) => answer?.status)).toEqual([201, 422, undefined])
  })
})

describe.each([
  ['deleted', (path: string) => rmSync(path)],
  ['moved away', (path: string) => renameSync(path, `${path}.away`)],
  ['without its WAL', (path: string) => rmSync(`${path}-wal`)],
  [
    'replaced by a copy',
    (path: string) =>
      new BetterSqlite(path).exec(`vacuum into '${path}.copy'`).close() && renameSync(`${path}.copy`, path),
  ],
])('a database file that is %s', async (_, spoil) => {
  const { kim, messages, path } = await desk()

  test('takes no more writes, as they would be lost, and is read on', async () => {
    await kim.api.post(messages, { message: 'Still into the file' }).expect(201)
    spoil(path)
    const { body } = await kim.api.post(messages, { message: 'Into nowhere' }).expect(503)
    expect(body.detail).toMatch(/moved or deleted.*was not saved/)
    await kim.api.get(messages).expect(200)
  })
})
