import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../tools/commands.ts'
import { countOf } from '../../accounts/reading.ts'
import { ownFolder, root } from '../../process/program.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { runTool } from '../shell.ts'

const world = await startApp()
await join(world, 'vera')

/** Sets a password by the link that a command has printed, and logs in with it. @returns the account */
async function loginBy(out: string, login: string) {
  const link = new URL(/^http\S+$/m.exec(out)?.[0] ?? '')
  const new_password = 'a quite unlikely password'
  const token = link.searchParams.get('token')
  expect(link.origin).toBe(world.url)
  await world.api().post('/api/v1/password-resets/current').send({ token, new_password }).expect(204)
  const { body } = await world.api().post('/api/v1/sessions').send({ login, password: new_password }).expect(201)
  return body.account
}

test('help lists every command with its arguments', async () => {
  const { status, out } = await runTool(world, 'help.ts', [])
  expect(status).toBe(0)
  for (const [name, [args, does]] of Object.entries(commands)) {
    expect(out).toContain(name)
    expect(out).toContain(args)
    expect(out).toContain(does)
  }
})

test('backup makes the folder whose name ends with a slash, and names the archive', async () => {
  const folder = `${await ownFolder()}/backups/`
  const { status, err } = await runTool(world, 'backup.ts', [folder])
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^supportme-\d{8}-\d{4}\.tar$/)])
  const nowhere = await runTool(world, 'backup.ts', [`${folder}not/there/`])
  expect(nowhere).toMatchObject({ status: 1, err: `There is no folder ${folder}not.` })
})

test('a restore comes to its end where what it says cannot be written', async () => {
  const folder = await ownFolder()
  await runTool(world, 'backup.ts', [`${folder}/archive.tar`])
  const outcome = await runTool(world, 'restore.ts', [`${folder}/archive.tar`, `${folder}/trial`], {}, '> /dev/full')
  expect(outcome).toEqual({ status: 0, out: '', err: '' })
  expect(readdirSync(`${folder}/trial`)).toContain('supportme.db')
})

test('create-admin makes an admin who sets a password by the printed link', async () => {
  const { status, out, err } = await runTool(world, 'create-admin.ts', ['boss', 'boss@example.com'])
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(await loginBy(out, 'boss@example.com')).toMatchObject({ username: 'boss', account_type: 'admin' })
})

test('reset-link lets somebody set a new password', async () => {
  const { status, out, err } = await runTool(world, 'reset-link.ts', ['vera'])
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(await loginBy(out, 'vera')).toMatchObject({ username: 'vera', account_type: 'customer' })
})

const refused: [string, string[], number, RegExp][] = [
  ['create-admin', ['chief'], 2, /^Usage: npm run create-admin -- USERNAME EMAIL$/],
  ['create-admin', ['chief', 'nowhere'], 2, /^This does not look like an email address\. Usage: /],
  ['create-admin', ['vera', 'chief@example.com'], 1, /^This username is taken/],
  ['create-admin', ['chief', 'boss@example.com'], 1, /npm run promote-account -- boss@example\.com admin$/],
  ['reset-link', ['nobody'], 1, /^There is no account "nobody"\.$/],
  ['promote-account', ['nobody', 'admin'], 1, /^There is no account "nobody"\.$/],
  ['promote-account', ['999999', 'admin'], 1, /^There is no account "999999"\.$/],
  ['promote-account', ['vera', '4'], 2, /^"4" is not an account type; .+ Usage: npm run promote-account -- WHO TYPE$/],
  ['verify-audit', ['x'], 2, /Usage: npm run verify-audit/],
  ['verify-audit', ['1'], 2, /Usage: npm run verify-audit/],
  ['restore', [import.meta.filename, import.meta.filename], 1, /^Nothing can be restored to .+: \S+ is no folder\.$/],
  ['verify-audit', ['1', 'h', 'more'], 2, /Usage: npm run verify-audit/],
]

describe('a command that is refused', () => {
  test.each(refused)('%s %j ends with %d, says why in one line and changes nothing', async (name, args, code, line) => {
    const before = await countOf(world, 'audit_entries')
    const { status, out, err } = await runTool(world, `${name}.ts`, args)
    expect({ status, out }).toEqual({ status: code, out: '' })
    expect(err).toMatch(line)
    expect(await countOf(world, 'audit_entries')).toBe(before)
  })
})

test.each([
  ['', / it is empty; start the desk once/],
  ['text in place of a database', /is not a database$/],
])('accept-secrets makes none for a file that contains %j', async (content, reason) => {
  const folder = await ownFolder()
  writeFileSync(`${folder}/desk.db`, content, { mode: 0o600 })
  const settings = { DATABASE_URL: `file:${folder}/desk.db`, SECRET_KEY: '', PEPPER: '' }
  const { status, err } = await runTool(world, 'accept-secrets.ts', [], settings)
  expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(reason) })
  expect(readdirSync(folder)).not.toContain('pepper')
})

test('accept-secrets makes them also for a database of an earlier version, which no start brings up to date before', async () => {
  const folder = await ownFolder()
  const older = readFileSync(`${root}/tests/upgrade/20261126-1071-job-priorities.db.gz`)
  writeFileSync(`${folder}/desk.db`, gunzipSync(older), { mode: 0o600 })
  const settings = { DATABASE_URL: `file:${folder}/desk.db`, SECRET_KEY: '', PEPPER: '' }
  expect(await runTool(world, 'accept-secrets.ts', [], settings)).toMatchObject({ status: 0, err: '' })
  expect(await runTool(world, 'verify-audit.ts', [], settings)).toMatchObject({ status: 0, err: '' })
})
