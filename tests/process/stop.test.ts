import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { type Client, clientOf, messagesOf, opened, password, registered } from './client.ts'
import { emptyDatabase, engines, rows } from './empty-database.ts'
import { end, ownFolder, refusesConnections, says, start, until } from './program.ts'

/** A request that the program has begun to read and that waits for the rest of its body. */
async function underWay(client: Client, path: string, body: string): Promise<() => Promise<[number, string]>> {
  const sent: ClientRequest = request(`${client.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${client.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  return async () => {
    const answered = once(sent, 'response')
    sent.end(body)
    const [answer] = (await answered) as [IncomingMessage]
    return [answer.statusCode ?? 0, await text(answer)]
  }
}

describe.each(engines)('SIGTERM on %s', (engine) => {
  test('lets requests under way finish, ends streams, takes no new ones and exits with 0', async () => {
    const folder = await ownFolder()
    const options = { folder, env: { DATABASE_URL: await emptyDatabase(engine, folder) } }
    const program = await start(options)
    const client = await registered(program)
    const ticket = await opened(client)
    const stream = await fetch(`${program.url}/api/v1/live`, { headers: { authorization: `Bearer ${client.token}` } })
    const finish = [
      await underWay(client, `/tickets/${ticket}/messages`, JSON.stringify({ message: 'Written at the last moment' })),
      await underWay(client, '/sessions', JSON.stringify({ login: 'kim', password })),
    ]

    program.child.kill('SIGTERM')
    await says(program, /"stopping"/)
    await until(() => refusesConnections(program.url))
    expect(await stream.text()).toContain('retry:')
    const answers = await Promise.all(finish.map((rest) => rest()))

    expect(answers.map(([status]) => status)).toEqual([201, 201])
    expect(await program.exited).toEqual({ code: 0, signal: null })
    expect(program.out()).toContain('"stopped"')
    expect(program.err()).toBe('')
    if (engine === 'sqlite') expect(existsSync(`${folder}/desk.db-wal`)).toBe(false)
    else expect(await connectionsLeft(options.env.DATABASE_URL)).toEqual([])

    const next = await start(options)
    expect(await messagesOf(clientOf(next.url, client.token), ticket)).toContain('Written at the last moment')
  })
})

test('a program with nothing to do and an idle connection stops at once, on either signal', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const program = await start({ folder: await ownFolder() })
    await registered(program)
    expect(await end(program, signal)).toEqual({ code: 0, signal: null })
    expect(program.out()).not.toContain('still open')
  }
})

const connectionsLeft = (url: string) =>
  rows(
    url,
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()' +
      " and backend_type = 'client backend'",
  )
