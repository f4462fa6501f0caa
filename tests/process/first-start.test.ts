import { chmod, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clientOf, registered } from './client.ts'
import { setUp, setupLink } from './first-admin.ts'
import { end, launch, ownFolder, start } from './program.ts'

const secretFiles = ['secret-key', 'pepper']
const secretsIn = (folder: string) =>
  Promise.all(secretFiles.map((name) => readFile(join(folder, 'data', name), 'utf8')))

describe('a start with no settings', () => {
  test('makes secrets that only its owner can read, and keeps them at the next start', async () => {
    const folder = await ownFolder()
    const first = await start({ folder })
    const client = await registered(first)
    const secrets = await secretsIn(folder)
    const data = join(folder, 'data')
    const modes = async () => {
      const names = ['.', ...(await readdir(data))]
      return Promise.all(names.map(async (name) => [name, (await stat(join(data, name))).mode & 0o077]))
    }
    const closed = (await modes()).map(([name]) => [name, 0])
    expect(closed.map(([name]) => name)).toEqual(
      expect.arrayContaining([...secretFiles, 'supportme.db', 'supportme.db-wal', 'supportme.db-shm']),
    )
    expect(await modes()).toEqual(closed)
    expect(secrets[0]).not.toBe(secrets[1])
    for (const secret of secrets) expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(await end(first)).toMatchObject({ code: 0 })
    await Promise.all([chmod(data, 0o755), ...secretFiles.map((name) => chmod(join(data, name), 0o644))])
    await Promise.all([
      chmod(join(data, 'supportme.db'), 0o644),
      writeFile(join(data, 'supportme.db.before-x'), 'a copy'),
    ])

    const second = await start({ folder, env: { DATABASE_URL: ' ', SECRET_KEY: ' ' } })
    expect((await modes()).filter(([, open]) => open !== 0)).toEqual([])
    expect(await secretsIn(folder)).toEqual(secrets)
    expect(await clientOf(second.url, client.token).get('/me')).toMatchObject({
      status: 200,
      body: { username: 'kim' },
    })
    const output = first.out() + first.err() + second.out() + second.err()
    for (const secret of secrets) expect(output).not.toContain(secret)

    await end(second)
    await rename(join(data, 'pepper'), join(folder, 'lost'))
    const third = await launch({ folder })
    expect(await third.exited).toEqual({ code: 1, signal: null })
    expect(third.err()).toMatch(/^data\/pepper is missing, and without it nobody can log in to data\/supportme\.db\.\n/)
    expect(await readdir(data)).not.toContain('pepper')
  })

  test('prints a link that makes one admin, once, and no link from then on', async () => {
    const folder = await ownFolder()
    const first = await start({ folder })
    const link = await setupLink(first)
    expect(await setUp(first, link, 'boss')).toMatchObject({ status: 303 })
    expect(await setUp(first, link, 'thief')).toMatchObject({ status: 404 })
    expect((await fetch(link)).status).toBe(404)
    await end(first)

    const second = await start({ folder })
    await end(second)
    expect(second.out()).not.toContain('/setup')
  })

  test('makes the first admin from the settings when they name one', async () => {
    const env = { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'correct horse battery' }
    const program = await start({ folder: await ownFolder(), env })
    const login = { login: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }
    const { status, body } = await clientOf(program.url).post('/sessions', login)
    expect([status, body.account?.account_type]).toEqual([201, 'admin'])
    await end(program)
    expect(program.out()).not.toContain('/setup')
    expect(program.out()).not.toContain(env.ADMIN_PASSWORD)
  })
})
