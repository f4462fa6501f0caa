import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, inject, test } from 'vitest'
import { loadConfig } from '#config'
import { signingKey } from '#events/passes/keys.ts'
import { databaseSize } from '#platform/db/size.ts'
import { nameOf } from '#platform/files/kinds.ts'
import { recordFact } from '#platform/installation/queries.ts'
import { fingerprintOf } from '#platform/installation/secrets.ts'
import { checkBackups } from '../../tools/doctor/backups.ts'
import { checkDisk, checkPermissions } from '../../tools/doctor/files.ts'
import { checkPassKeys } from '../../tools/doctor/pass-keys.ts'
import { checkPictures } from '../../tools/doctor/pictures.ts'
import { checkSecretsOf } from '../../tools/doctor/secrets.ts'
import { checkSettings } from '../../tools/doctor/settings.ts'
import { emptyDatabase } from '../process/empty-database.ts'
import { ownFolder } from '../process/program.ts'
import { day } from '../support/clock.ts'
import { engine } from '../support/database.ts'
import { openMailbox } from '../support/mailbox.ts'
import { freePort } from '../support/network.ts'
import { join } from '../support/people.ts'
import { givePicture } from '../support/pictures.ts'
import { startApp } from '../support/world.ts'
import { runTool } from './shell.ts'

const world = await startApp()
const mailbox = await openMailbox()
const { db, config } = world.ctx
const settings = {
  DATABASE_URL: world.database,
  SECRET_KEY: config.session.key,
  PEPPER: String(config.peppers[0]?.key),
}
await join(world, 'vera')
await recordFact(db, 'pepper', fingerprintOf(config.peppers[0]?.key ?? ''), Date.now())
await db.updateTable('audit_entries').set({ at: Date.now() }).execute()
await db.deleteFrom('jobs').execute()

// The compile cache of all tests' programs is in this folder too.
const compiled = `${inject('folder')}/compiled`
mkdirSync(compiled, { recursive: true })
chmodSync(compiled, 0o700)

/** The doctor's lines by their subject. */
async function doctor(others: NodeJS.ProcessEnv = {}) {
  const { status, out, err } = await runTool(world, 'doctor.ts', [], {
    PORT: new URL(world.url).port,
    MAIL_URL: mailbox.url,
    ...others,
  })
  const lines = out.split('\n').map((line) => /^(ok|warning|problem) +(\w+) +(\S.*)$/.exec(line)?.slice(1) ?? [])
  const found = Object.fromEntries(lines.map(([state, thing, text]) => [thing, `${state}: ${text}`]))
  return { status, err, lines, found }
}

const probes = () => db.selectFrom('storage_probe').selectAll().where('mark', '=', 'doctor').execute()

test('the doctor finds a desk in order while it runs, and changes nothing', async () => {
  const { status, err, found } = await doctor()
  expect(JSON.stringify(found)).not.toContain('problem: ')
  expect({ status, err }).toEqual({ status: 0, err: '' })
  const { backup, server, ...others } = found
  for (const [thing, line] of Object.entries(others)) expect(`${thing} ${line}`).toContain(`${thing} ok: `)
  expect(Object.keys(others)).toEqual(
    expect.arrayContaining(['settings', 'versions', 'database', 'secrets', 'clock', 'jobs', 'mail']),
  )
  expect(server).toMatch(/^ok: .* is ready/)
  expect(backup).toMatch(engine === 'sqlite' ? /^warning: None has been made/ : /^ok: .*pg_dump/)
  expect(await probes()).toEqual([])
})

test.runIf(process.getuid?.() === 0)('settings may be root’s and read through a group, by nobody else', async () => {
  const [folder, me] = [await ownFolder(), 4711]
  const [database, env] = [`${folder}/supportme.db`, `${folder}/env`]
  for (const file of [database, env]) writeFileSync(file, '', { mode: 0o600 })
  chownSync(database, me, me)
  const check = (mode: number, owner: number) => {
    chmodSync(env, mode)
    chownSync(env, owner, me)
    return checkPermissions(database, env, me)
  }
  expect(check(0o640, 0)).toMatchObject({ state: 'ok' })
  // The group can still read them.
  expect(check(0o644, 0).text).toContain(`get at ${env}: chmod o= ${env}`)
  const root = undefined
  expect(checkPermissions(database, env, root).text).toContain(`chmod o= ${env}`)
  chmodSync(env, 0o640)
  expect(checkPermissions(database, env, root)).toMatchObject({ state: 'ok' })
  expect(check(0o640, me).text).toContain(`get at ${env}`)
  expect(check(0o600, 4712).text).toContain(`${env} belongs to another user`)
})

test('it tells of a database or a folder that cannot be written', async () => {
  const folder = await ownFolder()
  const database = `${folder}/supportme.db`
  writeFileSync(database, '', { mode: 0o600 })
  // Not by their modes, as root can write everywhere.
  const closed = (path?: string) => checkPermissions(database, '.env', undefined, (file) => file !== path)
  for (const path of [database, folder])
    expect(closed(path)).toMatchObject({ state: 'problem', text: expect.stringContaining(`written to ${path}: mount`) })
  expect(closed()).toMatchObject({ state: 'ok' })
})

test('it tells of a setting that is misspelt, as the start does', () => {
  const { findings } = checkSettings({ ...settings, SESION_HOURS: '12' })
  expect(findings).toMatchObject([
    { state: 'warning', text: 'SESION_HOURS is no setting of SupportMe; is SESSION_HOURS meant?' },
  ])
})

test('it says which key signs passes, and that another SECRET_KEY cannot open it', async () => {
  expect(await checkPassKeys(db, config)).toMatchObject({ state: 'ok', text: expect.stringContaining('none yet') })
  const { id } = await signingKey(world.ctx)
  expect((await doctor()).found.passes).toBe(`ok: Key ${id} signs the codes of passes.`)
  const other = { ...config, session: { ...config.session, key: 'another secret key for tests, of no worth' } }
  expect(await checkPassKeys(db, other)).toMatchObject({
    state: 'warning',
    text: expect.stringMatching(/^Key \d+ was encrypted under another SECRET_KEY/),
  })
})

test('it says how many uploaded pictures have lost their file', async () => {
  const folder = world.ctx.config.files.folder
  const vera = await db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
  const id = await givePicture(world, vera)
  expect((await doctor({ FILES_DIR: folder })).found.pictures).toBe(
    `ok: Uploaded pictures in ${folder}: 1, none without its files.`,
  )
  await world.ctx.files.remove(nameOf(id, 'small'))
  expect(await checkPictures(db, folder)).toMatchObject({
    state: 'problem',
    text: expect.stringMatching(/^Uploaded pictures without their files in .*: 1 of 1\. /),
  })
  await db.deleteFrom('files').execute()
  const file = `${await ownFolder()}/file`
  writeFileSync(file, '')
  for (const set of [file, `${file}/pictures`])
    expect(await checkPictures(db, set)).toMatchObject({
      state: 'problem',
      text: `Nobody can upload a picture: FILES_DIR is ${set}, and ${file} is no folder.`,
    })
  const link = `${file}-link`
  symlinkSync(`${file}-unmounted`, link)
  for (const set of [link, `${link}/files`])
    expect(await checkPictures(db, set)).toMatchObject({
      state: 'problem',
      text: `Nobody can upload a picture: FILES_DIR is ${set}, and ${link} is a link that leads nowhere.`,
    })
})

test('a pepper by which nobody could log in is found also where none has been recorded, as after an upgrade', async () => {
  await db.deleteFrom('installation').where('name', '=', 'pepper').execute()
  const other = loadConfig({ ...settings, PEPPER: 'another pepper than before' })
  const found = await checkSecretsOf(db, other)
  await recordFact(db, 'pepper', fingerprintOf(config.peppers[0]?.key ?? ''), Date.now())
  expect(found).toMatchObject({ state: 'problem', text: expect.stringMatching(/^PEPPER is not the one/) })
})

test('it says what is wrong with each part, and ends with 1', async () => {
  mailbox.setAway(true)
  const ahead = Date.now() + 3 * 86_400_000
  const job = {
    kind: 'notification_mail',
    payload: '{}',
    status: 'dead',
    attempts: 9,
    created_at: ahead,
    run_at: 1,
  } as const
  await db.insertInto('jobs').values(job).execute()
  const path = world.database.slice('file:'.length)
  if (engine === 'sqlite') chmodSync(path, 0o644)
  const { status, found } = await doctor({
    PORT: String(await freePort()),
    PEPPER: 'another pepper than before',
    SECRET_KEY: 'short but long enough',
  })
  if (engine === 'sqlite') chmodSync(path, 0o600)
  expect(status).toBe(1)
  expect(found).toMatchObject({
    secrets: expect.stringMatching(/^problem: PEPPER is not the one .*npm run accept-secrets/),
    clock: expect.stringMatching(/^problem: It is 3 days behind/),
    jobs: expect.stringMatching(/^warning: 1 job given up/),
    mail: expect.stringMatching(/^problem: The mail server cannot be used \(.*Away for an hour/),
    server: expect.stringMatching(/^warning: None is running/),
    ...(engine === 'sqlite' && { permissions: expect.stringMatching(/^problem: .*chmod go= /) }),
  })
})

test('of a desk that has never been started it misses nothing that the start makes', () => {
  const path = `${inject('folder')}/never-started/data/supportme.db`
  const { findings } = checkSettings({ DATABASE_URL: `file:${path}` })
  expect(findings.map(({ state }) => state)).toEqual(['ok'])
  expect(checkDisk(path).state).toBe('ok')
})

test('a write-ahead log that another program keeps growing counts in the size, and the doctor warns of it', async () => {
  const path = `${await ownFolder()}/desk.db`
  writeFileSync(path, 'x')
  writeFileSync(`${path}-wal`, '')
  truncateSync(`${path}-wal`, 300_000_000)
  expect(checkDisk(path)).toMatchObject({ state: 'warning', text: expect.stringContaining('-wal has 300 MB more') })
  expect(await databaseSize(world.ctx.db, `file:${path}`)).toBe(300_000_001)
})

test('a backup is missed that was made long ago, or while the clock was far ahead', async () => {
  const { db } = world.ctx
  const [now, url] = [Date.now(), 'file:desk.db']
  const states = []
  for (const days of [-8, -6, 8]) {
    await recordFact(db, 'last_backup', 'desk.tar', now + days * day)
    states.push((await checkBackups(db, url, now)).state)
  }
  expect(states).toEqual(['warning', 'ok', 'warning'])
})

test('an empty database is called so, by the commands too', async () => {
  const folder = await ownFolder()
  if (engine === 'sqlite') writeFileSync(`${folder}/desk.db`, '', { mode: 0o600 })
  const DATABASE_URL = await emptyDatabase(engine, folder)
  expect((await doctor({ DATABASE_URL })).found.database).toMatch(/^problem: .* it is empty: start the desk once/)
  const { status, err } = await runTool(world, 'reset-link.ts', ['vera'], { DATABASE_URL })
  expect([status, err]).toEqual([1, expect.stringContaining('it is empty; start the desk once')])
})

test('it says soon that the database does not answer, and what settings are wrong', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const away = await doctor({ DATABASE_URL: `postgres://desk@127.0.0.1:${port}/desk`, MAIL_URL: 'off' })
  silent.close()
  expect(away.status).toBe(1)
  expect(away.found).toMatchObject({
    database: expect.stringMatching(/^problem: The database server cannot be used: /),
    mail: expect.stringMatching(/^ok: It is off/),
  })
  const wrong = await doctor({ SECRET_KEY: 'short', LOG_LEVEL: 'loud' })
  expect(wrong.status).toBe(1)
  expect(wrong.found.settings).toMatch(/^problem: .*SECRET_KEY.*LOG_LEVEL|^problem: .*LOG_LEVEL.*SECRET_KEY/)
})
