import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Context } from '#context'
import { messageKind } from '#desk/tickets/notification-kinds.ts'
import { day } from '#lib/durations.ts'
import { verifyEmailJob } from '#people/accounts/verification-mail.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { insertInvitation } from '#people/staff-invitations/queries.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { restore } from '#platform/backup/restore.ts'
import { pruneFilesJob } from '#platform/files/pruning.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { jobKinds } from '../../../src/job-kinds.ts'
import { backUp, contentOf, type Desk, emptyDesk, lookInto, pepper, usedDesk } from './desk.ts'

const now = Date.UTC(2026, 10, 27, 7, 30)

async function backedUp(secrets = true) {
  const desk = await usedDesk()
  writeFileSync(join(desk.folder, 'pepper'), pepper)
  const archive = join(desk.folder, '../backup.tar')
  await backUp(desk, archive, secrets ? [{ name: 'PEPPER', path: join(desk.folder, 'pepper') }] : [])
  return { desk, archive }
}

describe('a backup is restored', () => {
  test('to a folder where there is nothing', async () => {
    const { archive } = await backedUp()
    const target = await emptyDesk()
    rmSync(target.folder, { recursive: true })
    const { manifest, movedAway } = await restore({ archive, database: target.database, now })
    expect([manifest.counts.tickets, movedAway]).toEqual([1, []])
    expect(Object.keys(contentOf(target.folder)).sort()).toEqual(['pepper', 'supportme.db', 'supportme.db.lock'])
    expect(['.', 'pepper', 'supportme.db'].map((name) => statSync(join(target.folder, name)).mode & 0o077)).toEqual([
      0, 0, 0,
    ])
    expect(await lookInto(target)).toEqual({ logsIn: true, tickets: ['My umbrella'] })
  })

  test('over a desk whose log was left behind: old database, log and secrets are moved away together', async () => {
    const { archive } = await backedUp()
    const target = await emptyDesk()
    const before = new BetterSqlite(target.database)
    before.pragma('journal_mode = WAL')
    before.exec('create table a (b); insert into a values (1)')
    for (const suffix of ['', '-wal']) cpSync(target.database + suffix, `${target.folder}/../kept${suffix}`)
    before.close()
    for (const suffix of ['', '-wal']) cpSync(`${target.folder}/../kept${suffix}`, target.database + suffix)
    writeFileSync(join(target.folder, 'pepper'), 'the pepper of another desk')

    const { movedAway } = await restore({ archive, database: target.database, now })
    const old = `${target.database}.before-restore-20261127-073000`
    expect(movedAway).toEqual([old, `${old}-wal`, join(target.folder, 'pepper.before-restore-20261127-073000')])
    expect(await lookInto(target)).toEqual({ logsIn: true, tickets: ['My umbrella'] })
    const moved = new BetterSqlite(old)
    expect(moved.prepare('select b from a').pluck().all()).toEqual([1])
    moved.close()
  })

  test('but not what may have ended since: sessions and unused links are gone, and mails wait for an admin', async () => {
    const desk = await usedDesk()
    const ctx = await desk.open()
    const [vera] = await ctx.db.selectFrom('accounts').selectAll().execute()
    await startSession(ctx, vera as Account)
    await makeLink(ctx, 'reset_password', vera?.id as number, 'vera@example.com')
    const invitation = { email: 'mia@example.com', email_key: 'mia@example.com', account_type: 'admin' } as const
    const made = { invited_by: vera?.id as number, invited_at: now, expires_at: now + day, mailed: 1 as const }
    await insertInvitation(ctx, { ...invitation, ...made, token_hash: 'a hash', state: 'open' })
    const tomorrow = { dedupe_key: 'tomorrow', run_at: now + day }
    await enqueue(ctx, verifyEmailJob, { account_id: vera?.id as number }, tomorrow)
    await enqueue(ctx, pruneFilesJob, {})
    await closeContext(ctx)
    const archive = join(desk.folder, '../backup.tar')
    await backUp(desk, archive)
    const { ended } = await restore({ archive, database: desk.database, pepper, mailKinds: ['verify_email'], now })
    expect(ended).toEqual({ sessions: 1, links: 2, mails: expect.any(Number) })
    const restored = await desk.open()
    onTestFinished(() => closeContext(restored))
    expect(await restored.db.selectFrom('sessions').selectAll().execute()).toEqual([])
    expect(await restored.db.selectFrom('account_tokens').selectAll().execute()).toEqual([])
    const invitations = await restored.db.selectFrom('staff_invitations').select(['token_hash', 'state']).execute()
    expect(invitations).toEqual([{ token_hash: null, state: 'open' }])
    const jobs = await restored.db.selectFrom('jobs').select(['kind', 'status', 'run_at']).execute()
    // Pruning goes by `run_at`: it leaves an admin as much time for those of an old backup.
    expect(jobs.filter(({ status }) => status === 'dead')).toEqual(
      Array.from({ length: ended.mails }, () => ({ kind: 'verify_email', status: 'dead', run_at: now })),
    )
    expect(jobs).toContainEqual({ kind: 'prune_files', status: 'queued', run_at: expect.any(Number) })
    // Such as a mail about later notifications.
    await enqueue(restored, verifyEmailJob, { account_id: vera?.id as number }, tomorrow)
    const waiting = restored.db.selectFrom('jobs').select('kind').where('dedupe_key', '=', 'tomorrow')
    expect(await waiting.where('status', '=', 'queued').execute()).toHaveLength(1)
  })

  test('and no mail that was waiting goes out with the next one to the same person, but when an admin sends it', async () => {
    const desk = await usedDesk()
    const mailedIn = async (days: number, ctx: Context) => {
      const later = { ...ctx, clock: { now: () => Date.now() + days * day } }
      await new Worker(later, jobKinds).drain()
      return (await ctx.db.selectFrom('captured_mails').select('text').orderBy('id').execute()).map(({ text }) => text)
    }
    const tell = async (ctx: Context, name: string) => {
      await ctx.db.updateTable('accounts').set({ email_verified_at: 1, display_name: name }).execute()
      const [vera] = await ctx.db.selectFrom('accounts').select('id').execute()
      const subject = { type: 'ticket', id: 1 }
      const to = [vera?.id as number]
      const notice = { kind: messageKind, action: null, message_id: null, actor_id: null, subject, to }
      await notifyAll(ctx, [notice])
      await ctx.db
        .updateTable('notifications')
        .set({ actor_id: to[0] ?? null })
        .execute()
      await new Worker(ctx, jobKinds).drain()
    }
    const ctx = await desk.open()
    await tell(ctx, 'before')
    await closeContext(ctx)
    const archive = join(desk.folder, '../backup.tar')
    await backUp(desk, archive)
    const mailKinds = jobKinds.filter(({ mails }) => mails).map(({ kind }) => kind)
    await restore({ archive, database: desk.database, pepper, mailKinds, now })
    const restored = await desk.open()
    onTestFinished(() => closeContext(restored))
    await tell(restored, 'later')
    const [first, ...others] = await mailedIn(1, restored)
    expect([first?.match(/later wrote/g)?.length, others]).toEqual([1, []])
    await restored.db.updateTable('jobs').set({ status: 'queued', attempts: 0 }).where('status', '=', 'dead').execute()
    expect(await mailedIn(2, restored)).toHaveLength(2)
  })

  test('where the pepper is among the settings, or an earlier one of them', async () => {
    const { archive } = await backedUp(false)
    const target = await emptyDesk()
    await restore({ archive, database: target.database, pepper, now })
    await restore({
      archive,
      database: target.database,
      pepper: 'a new one',
      previousPeppers: [pepper],
      now: now + 1000,
    })
    expect(await lookInto(target)).toEqual({ logsIn: true, tickets: ['My umbrella'] })
  })
})

/** Changes of a good archive, or of the place to restore to, for which it is refused. */
const spoilt: [string, RegExp, (at: { archive: string; desk: Desk; target: Desk }) => unknown][] = [
  [
    'is cut off in the database',
    /is not whole: supportme\.db is cut off/,
    ({ archive }) => truncateSync(archive, 200_000),
  ],
  [
    'is cut off at its end',
    /is not whole|was changed/,
    ({ archive }) => truncateSync(archive, statSync(archive).size - 2000),
  ],
  [
    'was changed',
    /was changed since it was made: supportme\.db is not what was written/,
    ({ archive }) => {
      const bytes = readFileSync(archive)
      bytes.write('another', bytes.indexOf('My umbrella'))
      writeFileSync(archive, bytes)
    },
  ],
  [
    'is a text',
    /is not a backup made by npm run backup/,
    ({ archive }) => writeFileSync(archive, 'no archive '.repeat(200)),
  ],
  ['is empty', /is not a backup made by npm run backup/, ({ archive }) => writeFileSync(archive, '')],
  [
    'is of another program',
    /is not a backup made by npm run backup/,
    async ({ archive, desk }) => {
      const { execFileSync } = await import('node:child_process')
      execFileSync('tar', ['-cf', archive, '-C', desk.folder, 'supportme.db', 'pepper'])
    },
  ],
  [
    'was made by a newer version',
    /was made by SupportMe .*, which is newer than this one/,
    async ({ archive, desk }) => {
      const file = new BetterSqlite(desk.database)
      file.exec("insert into kysely_migration (name, timestamp) values ('20991231-0000-later', '')")
      file.close()
      rmSync(archive)
      await backUp(desk, archive, [{ name: 'PEPPER', path: join(desk.folder, 'pepper') }])
    },
  ],
  [
    'lacks the pepper that was among the settings',
    /does not hold its PEPPER/,
    async ({ archive, desk }) => {
      rmSync(archive)
      await backUp(desk, archive)
    },
  ],
  [
    'meets a running desk',
    /^A program of SupportMe is running on .*: stop the server and every worker first\.$/,
    async ({ target }) => {
      const running = await target.open()
      onTestFinished(() => closeContext(running))
    },
  ],
  [
    'meets a database that another program has open',
    /is open in process \d+: stop that first/,
    async ({ target }) => {
      const script = `const file = new (require('better-sqlite3'))(process.argv[1]); file.pragma('journal_mode = WAL'); file.exec('create table a (b)'); console.log('open'); setInterval(() => {}, 1000)`
      const other: ChildProcess = spawn(process.execPath, ['-e', script, target.database], { cwd: import.meta.dirname })
      await once(other.stdout as NodeJS.EventEmitter, 'data')
      onTestFinished(() => {
        other.kill()
      })
    },
  ],
]

describe('a backup is refused, and nothing is touched, when it', () => {
  test.each(spoilt)('%s', async (_what, sentence, spoil) => {
    const at = { ...(await backedUp()), target: await emptyDesk() }
    await spoil(at)
    appendFileSync(join(at.target.folder, 'something'), 'kept')
    const before = contentOf(at.target.folder)
    await expect(restore({ archive: at.archive, database: at.target.database, now })).rejects.toThrow(sentence)
    expect(contentOf(at.target.folder)).toEqual(before)
  })

  test('was made with another pepper than the settings have', async () => {
    const { archive } = await backedUp()
    const target = await emptyDesk()
    const attempt = restore({ archive, database: target.database, pepper: 'another pepper', now })
    await expect(attempt).rejects.toThrow(
      /is not the one of this backup, which holds its own.*tar xOf .*backup\.tar pepper/,
    )
    expect(contentOf(target.folder)).toEqual({})
  })
})
