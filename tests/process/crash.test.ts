import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Client, clientOf, messagesOf, opened, registered } from './client.ts'
import { emptyDatabase, engines, rows } from './empty-database.ts'
import { end, ownFolder, start } from './program.ts'

const writers = 8

/** Writes one message after another until the program has ended. */
async function writeUntilGone(client: Client, ticket: number, writer: number, acknowledge: (text: string) => void) {
  for (let count = 1; ; count++) {
    const message = `Message ${count} of writer ${writer}`
    const reply = await client.post(`/tickets/${ticket}/messages`, { message }).catch(() => null)
    if (!reply) return
    if (reply.status === 201) acknowledge(message)
  }
}

describe.each(engines)('kill -9 in the middle of writes on %s', (engine) => {
  test('loses nothing that was acknowledged, and the next start needs no help', async () => {
    const folder = await ownFolder()
    const env = { DATABASE_URL: await emptyDatabase(engine, folder), RATE_LIMITS: 'off' }
    const options = { folder, env: { ...env, FILES_DIR: join(folder, 'files') } }
    const first = await start(options)
    const client = await registered(first)
    const ticket = await opened(client)

    const acknowledged = new Set<string>()
    const work = Array.from({ length: writers }, (_, writer) =>
      writeUntilGone(client, ticket, writer, (text) => {
        acknowledged.add(text)
        if (acknowledged.size === 200) first.child.kill('SIGKILL')
      }),
    )
    await Promise.all(work)
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })

    const broken = join(folder, 'files/incoming')
    await mkdir(broken, { recursive: true })
    await writeFile(join(broken, `${first.child.pid}-upload`), 'half a picture')

    const second = await start(options)
    const [, ...stored] = await messagesOf(clientOf(second.url, client.token), ticket)
    expect(acknowledged.size).toBeGreaterThanOrEqual(200)
    expect(stored).toEqual(expect.arrayContaining([...acknowledged]))
    // Apart from these at most the one message that each writer was waiting for, and none twice.
    expect(stored.length).toBeLessThanOrEqual(acknowledged.size + writers)
    expect(new Set(stored).size).toBe(stored.length)

    expect((await end(second)).code).toBe(0)
    if (engine === 'sqlite') {
      expect(await readdir(broken)).toEqual([])
      expect(await rows(options.env.DATABASE_URL, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(await rows(options.env.DATABASE_URL, 'pragma foreign_key_check')).toEqual([])
    }
  })
})
