import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clientOf, messagesOf, opened, registered } from './client.ts'
import { emptyDatabase, engines, rows } from './empty-database.ts'
import { end, ownFolder, root, start } from './program.ts'

const admin = { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'correct horse battery' }

describe.each(engines)('two processes that start at once on one empty %s database', (engine) => {
  test('both come up as one desk: migrations have run once, there is one admin', async () => {
    const folder = await ownFolder()
    const options = { folder, env: { ...admin, DATABASE_URL: await emptyDatabase(engine, folder) } }
    const both = await Promise.all([start(options), start(options)])

    const [one, other] = both
    const client = await registered(one)
    const ticket = await opened(client)
    expect(await messagesOf(clientOf(other.url, client.token), ticket)).toHaveLength(1)
    const files = await readdir(join(root, 'migrations'))
    const names = files.filter((name) => /^\d/.test(name)).map((name) => name.replace('.ts', ''))
    const ran = await rows(options.env.DATABASE_URL, 'select name from kysely_migration order by name')
    expect(ran.map(({ name }) => name)).toEqual(names.sort())
    expect(both.filter((program) => program.out().includes('"migrated"'))).toHaveLength(1)
    const admins = "select count(*) as admins from accounts where account_type = 'admin'"
    expect(await rows(options.env.DATABASE_URL, admins)).toMatchObject([{ admins: engine === 'sqlite' ? 1 : '1' }])

    for (const program of both) expect(await end(program)).toEqual({ code: 0, signal: null })
    expect(both.map((program) => program.err())).toEqual(['', ''])
  })
  test('both come up with a SECRET_KEY that is another than before', async () => {
    const folder = await ownFolder()
    const env = { DATABASE_URL: await emptyDatabase(engine, folder) }
    await end(await start({ folder, env }))
    const another = { folder, env: { ...env, SECRET_KEY: 'the key of both from now on' } }
    for (const program of await Promise.all([start(another), start(another)])) expect(program.err()).toBe('')
  })
})
