import pino from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { FairQueue } from '#platform/db/heavy-reads/fair-queue.ts'
import { ReadThread } from '#platform/db/heavy-reads/read-thread.ts'
import { freshDatabase } from '../support/database.ts'

const log = pino({ level: 'silent' })
const path = (await freshDatabase('sqlite')).slice('file:'.length)
const threads: ReadThread[] = []
afterAll(() => Promise.all(threads.map((thread) => thread.close())))

function open(longest?: number) {
  const thread = new ReadThread({ path }, log, longest)
  threads.push(thread)
  return thread
}

const statement = (sql: string) => ({ statement: { sql, parameters: [] } })
const counted = (rows: number) =>
  statement(`with recursive some (n) as (select 1 union all select n + 1 from some where n < ${rows})
    select count(*) as n from some`)
const few = statement('select 1 as one')

describe('the thread for heavy reads', () => {
  test('reads, never writes, and says what is wrong with a statement', async () => {
    const thread = open()
    expect(await thread.run(few)).toEqual([{ one: 1 }])
    const write = thread.run(statement("insert into settings (name, value) values ('site_name', 'x') returning name"))
    await expect(write).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
    await expect(thread.run(statement('select absent'))).rejects.toThrow('no such column: absent')
  })

  test('gives up what takes too long, and reads on', async () => {
    const thread = open(30)
    await expect(thread.run(counted(1_000_000))).rejects.toMatchObject({ kind: 'unavailable', code: 'too_slow' })
    expect(await thread.run(few)).toEqual([{ one: 1 }])
  })

  test('starts again after it ended', async () => {
    const thread = open()
    const job = expect(thread.run(counted(1_000_000))).rejects.toMatchObject({ code: 'interrupted' })
    await thread.close()
    await job
    expect(await thread.run(few)).toEqual([{ one: 1 }])
  })
})

describe('jobs wait', () => {
  /** Jobs that end when the test says so, and the order in which they were started. */
  function controlled(queue: FairQueue) {
    const started: string[] = []
    const end: (() => void)[] = []
    const add = (account: number, name: string, gone?: AbortSignal) => {
      const job = () => {
        started.push(name)
        return new Promise<void>((resolve) => end.push(resolve))
      }
      return queue.run(account, job, gone)
    }
    const endOne = async () => {
      end.shift()?.()
      await new Promise(setImmediate)
    }
    return { started, add, endOne }
  }

  test('in turns by account, as many at a time as there may be', async () => {
    const { started, add, endOne } = controlled(new FairQueue(2))
    const jobs = [add(1, 'a1'), add(1, 'a2'), add(1, 'a3'), add(1, 'a4'), add(2, 'b1'), add(3, 'c1')]
    await new Promise(setImmediate)
    expect(started).toEqual(['a1', 'a2'])
    for (const _ of jobs) await endOne()
    expect(started).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4'])
    await Promise.all(jobs)
  })

  test('no longer than somebody waits for them, and what nobody waits for takes nobody’s place', async () => {
    const { started, add, endOne } = controlled(new FairQueue(1))
    const [first, gone] = [add(1, 'first'), new AbortController()]
    const left = Array.from({ length: 20 }, (_, n) => add(1, `left${n}`, gone.signal).catch(({ kind }) => kind))
    gone.abort()
    expect(await Promise.all(left)).toEqual(Array(20).fill('malformed'))
    await expect(add(1, 'late', gone.signal)).rejects.toMatchObject({ kind: 'malformed' })
    const next = add(1, 'next')
    await endOne()
    await endOne()
    await Promise.all([first, next])
    expect(started).toEqual(['first', 'next'])
  })

  test('no more than a person can have use for', async () => {
    const { started, add, endOne } = controlled(new FairQueue(1))
    const jobs = Array.from({ length: 21 }, (_, n) => add(1, `a${n}`))
    await expect(add(1, 'one more')).rejects.toMatchObject({ kind: 'too_many', details: { retry_after: 5 } })
    jobs.push(add(2, 'b'))
    for (const _ of jobs) await endOne()
    expect(started).toHaveLength(22)
    expect(started[2]).toBe('b')
  })
})
