import { describe, expect, test } from 'vitest'
import { type Client, clientOf, messagesOf, opened, type Reply, registered } from './client.ts'
import { rows } from './empty-database.ts'
import { end, launch, ownFolder, root, start, until } from './program.ts'

const env = { RATE_LIMITS: 'off', MAX_OPEN_TICKETS: '1000' }

/** No file of the program may grow beyond this many blocks of 512 bytes; further writes fail as on a full disk. */
const smallDisk = (blocks: number): [string, ...string[]] => [
  '/bin/sh',
  '-c',
  `ulimit -f ${blocks} && exec "$0" "$@"`,
  process.execPath,
  `${root}/src/server.ts`,
]

const text = 'a'.repeat(9000)
const inARow = 10

/**
 * Writes long messages, and tickets where no message is taken, until ten in a row are refused: one alone may be, as long
 * as a checkpoint is about to make room in the log.
 *
 * @returns the messages acknowledged, and the last refusals
 */
async function writeUntilRefused(client: Client, ticket: number) {
  const acknowledged: string[] = []
  const refusals: Reply[] = []
  for (let count = 1; refusals.length < inARow; count++) {
    const message = `${count}: ${text}`
    const isMessage = refusals.length % 2 === 0
    const reply = isMessage
      ? await client.post(`/tickets/${ticket}/messages`, { message })
      : await client.post('/tickets', { title: 'One more ticket', message })
    if (reply.status !== 201) refusals.push(reply)
    else refusals.length = 0
    if (reply.status === 201 && isMessage) acknowledged.push(message)
  }
  return { acknowledged, refusals }
}

function expectExplained({ status, body }: Reply) {
  expect([500, 503]).toContain(status)
  expect(body).toMatchObject({ detail: expect.stringMatching(/\w+ \w+/), request_id: expect.any(String) })
  expect(JSON.stringify(body)).not.toMatch(/sqlite|\.db|node_modules/i)
}

describe('a disk that is full', () => {
  test('makes writes fail with an explanation; the program stays up, reads on, and has lost nothing', async () => {
    const folder = await ownFolder()
    const program = await start({ folder, command: smallDisk(6144), env })
    const client = await registered(program)
    const ticket = await opened(client)
    const { acknowledged, refusals } = await writeUntilRefused(client, ticket)

    expect(acknowledged.length).toBeGreaterThan(10)
    // Many times: no transaction hangs, and no connection is lost.
    for (const refusal of refusals) expectExplained(refusal)
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${program.url}/readyz`)).status).toBe(503)
    const [, ...shown] = await messagesOf(client, ticket)
    expect(shown).toEqual(acknowledged)
    const page = await fetch(`${program.url}/tickets/${ticket}`, { headers: { cookie: `session=${client.token}` } })
    expect(page.status).toBe(200)
    expect(await end(program)).toMatchObject({ code: 0 })
    // The log says why, with the place in the program.
    expect(program.out()).toMatch(/"code":"SQLITE_(FULL|IOERR_WRITE)"/)
    expect(program.out()).toContain('"stack":"SqliteError: ')

    const roomy = await start({ folder })
    const [, ...stored] = await messagesOf(clientOf(roomy.url, client.token), ticket)
    expect(stored).toEqual(acknowledged)
    const again = await clientOf(roomy.url, client.token).post(`/tickets/${ticket}/messages`, {
      message: 'There is room',
    })
    expect(again.status).toBe(201)
    await end(roomy)
    const file = `file:${folder}/data/supportme.db`
    expect(await rows(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })

  test('keeps nobody out where only the log cannot be written', async () => {
    const command: [string, ...string[]] = [
      '/bin/sh',
      '-c',
      'exec "$0" "$@" > /dev/full',
      process.execPath,
      `${root}/src/server.ts`,
    ]
    const program = await launch({ folder: await ownFolder(), command, env })
    await until(() =>
      fetch(`${program.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    const client = await registered(program)
    expect(await opened(client)).toBeGreaterThan(0)
    expect(await end(program)).toMatchObject({ code: 0 })
  })
})
