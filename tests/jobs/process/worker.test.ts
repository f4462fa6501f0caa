import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '#config'
import type { Context } from '#context'
import { noticeJob } from '#people/accounts/verification-mail.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { createContext } from '../../../src/open-context.ts'
import { emptyDatabase, engines } from '../../process/empty-database.ts'
import { end, launch, ownFolder, type Program, root, says, until } from '../../process/program.ts'
import type { Engine } from '../../support/database.ts'
import { openMailbox } from '../../support/mailbox.ts'

const mailbox = await openMailbox()
const worker: [string, string] = [process.execPath, join(root, 'src/worker.ts')]
const keys = { SECRET_KEY: 'a secret key for tests alone', PEPPER: 'a pepper for tests alone' }

interface Stage {
  ctx: Context
  /** Starts `node src/worker.ts` on the same database. */
  hire(): Promise<Program>
}

async function setStage(engine: Engine, mail = mailbox.url): Promise<Stage> {
  const folder = await ownFolder()
  const env = { ...keys, DATABASE_URL: await emptyDatabase(engine, folder), MAIL_URL: mail }
  const ctx = await createContext(loadConfig(env), { log: pino({ level: 'silent' }) })
  onTestFinished(() => closeContext(ctx))
  const hire = async () => {
    const program = await launch({ folder, env, command: worker })
    await says(program, /worker ready/)
    return program
  }
  return { ctx, hire }
}

let letters = 0

/** Enqueues this many mails. @returns their subjects */
async function ask(ctx: Context, count: number): Promise<string[]> {
  const subjects = Array.from({ length: count }, () => `Letter ${letters++}`)
  const jobs = subjects.map((subject) => ({
    payload: { account_id: 0, to: 'kim@example.com', subject, sentence: 'Well.', at: 1 },
    dedupe_key: subject,
  }))
  await enqueueAll(ctx, noticeJob, jobs)
  return subjects.sort()
}

const jobsOf = async ({ ctx }: Stage, status?: string) => {
  const jobs = await ctx.db.selectFrom('jobs').selectAll().where('kind', '=', 'notice').execute()
  return jobs.filter((job) => !status || job.status === status)
}

const allDone = (stage: Stage) => async () => (await jobsOf(stage, 'succeeded')).length === (await jobsOf(stage)).length
const taken = (subjects: string[]) => mailbox.received.filter(({ mail }) => subjects.includes(mail.subject ?? ''))
const subjectsOf = (some: ReturnType<typeof taken>) => some.map(({ mail }) => mail.subject ?? '').sort()

/** The mail server accepts a few mails, and then waits in the middle of the next ones until it is released. */
function holdAfter(count: number) {
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let seen = 0
  mailbox.setBeforeTaking(async () => {
    seen += 1
    if (seen <= count) return
    reached.resolve()
    await go.promise
  })
  onTestFinished(() => {
    go.resolve()
    mailbox.setBeforeTaking(async () => {})
  })
  return { reached: reached.promise, go: go.resolve }
}

describe.each(engines)('a worker of its own on %s', (engine) => {
  // One handler for both signals, which the engine does not concern.
  test.each(engine === 'sqlite' ? (['SIGTERM', 'SIGINT'] as const) : (['SIGTERM'] as const))(
    'ended by %s in mid-job ends what it began, and only that',
    async (signal) => {
      const stage = await setStage(engine)
      const subjects = await ask(stage.ctx, 60)
      const hold = holdAfter(5)
      const program = await stage.hire()
      await hold.reached

      program.child.kill(signal)
      await says(program, /worker stopping/)
      hold.go()
      expect(await program.exited).toEqual({ code: 0, signal: null })
      const [done, waiting] = [await jobsOf(stage, 'succeeded'), await jobsOf(stage, 'queued')]
      expect(done.length).toBeGreaterThanOrEqual(6)
      expect(waiting.length).toBeGreaterThan(0)
      expect(done.length + waiting.length).toBe(60)
      expect(taken(subjects)).toHaveLength(done.length)
      for (const job of waiting) expect(job).toMatchObject({ attempts: 0, leased_until: null })

      const next = await stage.hire()
      await until(allDone(stage))
      expect(subjectsOf(taken(subjects))).toEqual(subjects)
      expect((await end(next)).code).toBe(0)
    },
  )

  test('killed in mid-job loses nothing, and nothing waits beyond its lease', async () => {
    const stage = await setStage(engine)
    const subjects = await ask(stage.ctx, 60)
    const hold = holdAfter(5)
    const program = await stage.hire()
    await hold.reached
    program.child.kill('SIGKILL')
    expect(await program.exited).toEqual({ code: null, signal: 'SIGKILL' })
    hold.go()
    const left = await jobsOf(stage, 'processing')
    expect(left.length).toBeGreaterThan(0)
    for (const { leased_until } of left) expect(leased_until).toBeLessThanOrEqual(Date.now() + 30_000)

    const next = await stage.hire()
    await until(async () => (await jobsOf(stage, 'queued')).length === 0)
    await until(async () => (await jobsOf(stage, 'processing')).length === left.length)
    // As half a minute later: the leases have expired.
    await stage.ctx.db.updateTable('jobs').set({ leased_until: 1 }).where('status', '=', 'processing').execute()
    await until(allDone(stage))
    expect((await end(next)).code).toBe(0)

    const mails = taken(subjects)
    expect(new Set(subjectsOf(mails))).toEqual(new Set(subjects))
    // Mails that were being sent when the worker died are sent again with the same Message-ID: a mailbox shows one.
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(60)
    expect(mails.length).toBeLessThanOrEqual(60 + 8)
    expect((await jobsOf(stage)).every(({ attempts }) => attempts <= 2)).toBe(true)
  })

  test('and another share 1,000 jobs, each done once', async () => {
    const stage = await setStage(engine, '')
    const subjects = await ask(stage.ctx, 1000)
    const programs = await Promise.all([stage.hire(), stage.hire()])
    await until(async () => (await jobsOf(stage, 'succeeded')).length === subjects.length)
    for (const program of programs) expect((await end(program)).code).toBe(0)
    const caught = await stage.ctx.db.selectFrom('captured_mails').select('subject').execute()
    expect(caught.map(({ subject }) => subject).sort()).toEqual(subjects)
    expect((await jobsOf(stage)).every(({ attempts }) => attempts === 1)).toBe(true)
  })
})
