import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChainedEntry, chain } from '#platform/audit/chain.ts'
import { verifyLog } from '#platform/audit/verify.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { startApp } from '../support/world.ts'
import { runTool } from '../tools/shell.ts'
import { addEntry } from './entries.ts'

const world = await startApp()
const { ctx } = world
const { db } = ctx

/** A log of 30 entries, in transactions of one and of three. */
async function recordLog() {
  await db.deleteFrom('audit_entries').execute()
  await headTo({ id: 0, hash: '' })
  const record = (n: number, after = {}) =>
    addEntry(ctx, { actor_id: n, action: 'done', entity: 'ticket', entity_id: n, after })
  for (let n = 1; n <= 15; n++) await record(n)
  for (let n = 16; n <= 30; n += 3)
    await withTransaction(ctx, async (ctx) => {
      for (let more = 0; more < 3; more++)
        await addEntry(ctx, { actor_id: n, action: 'done', entity: 'ticket', entity_id: n + more, after: { more } })
    })
  return db.selectFrom('audit_entries').selectAll().orderBy('id').execute()
}

let recorded: Awaited<ReturnType<typeof recordLog>>
beforeAll(async () => {
  recorded = await recordLog()
})
beforeEach(async () => {
  await db.deleteFrom('audit_entries').execute()
  await db.insertInto('audit_entries').values(recorded).execute()
  await headTo(recorded.at(-1) as ChainedEntry)
})

const tool = (...args: string[]) => runTool(world, 'verify-audit.ts', args)
const change = (id: number, change: Partial<ChainedEntry>) =>
  db.updateTable('audit_entries').set(change).where('id', '=', id).execute()
const remove = (...ids: number[]) => db.deleteFrom('audit_entries').where('id', 'in', ids).execute()
const entry = (id: number) => db.selectFrom('audit_entries').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const headTo = ({ id, hash }: { id: number; hash: string }) =>
  db.updateTable('audit_head').set({ entry_id: id, hash }).execute()

/** Rewrites the chain, as an attacker can who writes the database directly. */
async function forgeFrom(id: number, action: string) {
  let { hash } = id > 1 ? await entry(id - 1) : { hash: '' }
  for (let at = id; at <= 30; at++) {
    const next = { ...(await entry(at)), ...(at === id && { action }) }
    hash = chain(hash, next)
    await change(at, { action: next.action, hash })
  }
  await headTo({ id: 30, hash })
}

describe('a sound log', () => {
  test('says so, with the newest hash', async () => {
    const { hash } = await entry(30)
    const { status, out, err } = await tool()
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toContain('All 30 entries are what was recorded.')
    expect(out).toContain(`The newest: 30 ${hash}`)
  })

  test('can be empty', async () => {
    await db.deleteFrom('audit_entries').execute()
    await headTo({ id: 0, hash: '' })
    expect(await verifyLog(ctx)).toMatchObject({ sound: 0, broken: null })
  })

  test('stays sound while it is written', async () => {
    const verdicts: Promise<Awaited<ReturnType<typeof verifyLog>>>[] = []
    for (let n = 0; n < 20; n++) {
      verdicts.push(verifyLog(ctx))
      await addEntry(ctx, { actor_id: null, action: 'meanwhile', entity: 'job', entity_id: n })
    }
    for (const { broken, sound } of await Promise.all(verdicts)) {
      expect(broken).toBeNull()
      expect(sound).toBeGreaterThanOrEqual(30)
    }
    expect((await verifyLog(ctx)).sound).toBe(50)
  })
})

const changes: Partial<ChainedEntry>[] = [
  { at: 1 },
  { actor_id: null },
  { address: '192.0.2.1' },
  { action: 'undone' },
  { entity: 'account' },
  { entity_id: 99 },
  { before: '{}' },
  { after: '{"more":7}' },
  { hash: 'x' },
]

describe('the first break is named', () => {
  test.each(changes)('when %j was put into an entry', async (values) => {
    await change(17, values)
    await change(25, values)
    expect(await verifyLog(ctx)).toMatchObject({ sound: 16, broken: { kind: 'changed', id: 17 } })
  })

  const all = Array.from({ length: 30 }, (_, n) => n + 1)
  test.each([
    [[1], 'Entry 1 was removed in the middle of the log.'],
    [[12], 'Entry 12 was removed in the middle of the log.'],
    [[12, 13, 14, 20], 'Entries 12 to 14 were removed in the middle of the log.'],
    [[30], 'Entry 30 was removed at the end of the log.'],
    [[28, 29, 30], 'Entries 28 to 30 were removed at the end of the log.'],
    [all, 'Entries 1 to 30 were removed at the end of the log.'],
  ])('when %j were removed', async (ids, sentence) => {
    await remove(...ids)
    const [id = 0] = ids
    expect(await verifyLog(ctx)).toMatchObject({ sound: id - 1, broken: { kind: 'removed', id, sentence } })
  })

  test('at the shell too, with a status of 1', async () => {
    await change(17, { action: 'undone' })
    const err = 'Entry 17 was changed: it is not what was recorded. Everything before is sound.'
    expect(await tool()).toEqual({ status: 1, out: '', err })
  })

  test('when one was removed and the later ones counted down', async () => {
    await remove(12)
    for (let id = 13; id <= 30; id++) await change(id, { id: id - 1 })
    expect((await verifyLog(ctx)).broken).toMatchObject({ kind: 'changed', id: 12 })
  })

  test.each([0, -5, 31, 400])('when one was inserted as %i', async (id) => {
    const { hash: _, ...like } = await entry(30)
    const { hash } = await entry(30)
    await db
      .insertInto('audit_entries')
      .values({ ...like, id, hash: chain(hash, { ...like, id }) })
      .execute()
    expect((await verifyLog(ctx)).broken).toMatchObject({ kind: 'inserted', id })
  })

  test('when one was inserted between others, the later ones counted up', async () => {
    const like = await entry(12)
    for (let id = 30; id >= 12; id--) await change(id, { id: id + 1 })
    await db
      .insertInto('audit_entries')
      .values({ ...like, action: 'inserted' })
      .execute()
    await headTo({ id: 31, hash: (await entry(31)).hash })
    expect((await verifyLog(ctx)).broken).toMatchObject({ kind: 'inserted', id: 12 })
  })

  test('when the last one was changed together with its hash', async () => {
    const { hash } = await entry(29)
    const last = { ...(await entry(30)), action: 'undone' }
    await change(30, { action: 'undone', hash: chain(hash, last) })
    expect((await verifyLog(ctx)).broken).toMatchObject({ kind: 'changed', id: 30 })
  })

  test('when the place of the newest hash is gone', async () => {
    const head = await db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
    await db.deleteFrom('audit_head').execute()
    try {
      const sentence = expect.stringContaining('(audit_head) is empty')
      expect((await verifyLog(ctx)).broken).toMatchObject({ kind: 'removed', sentence })
    } finally {
      await db.insertInto('audit_head').values(head).execute()
    }
  })
})

describe('against somebody who can forge the whole chain', () => {
  test('an entry noted down earlier tells', async () => {
    const { hash } = await entry(20)
    expect((await verifyLog(ctx, { id: 20, hash })).broken).toBeNull()
    await forgeFrom(9, 'forged')
    expect((await verifyLog(ctx)).broken).toBeNull()
    const { status, err } = await tool('20', hash)
    expect(status).toBe(1)
    expect(err).toMatch(/^The log was rewritten up to entry 20 or further/)
  })

  test('so it does when the end was cut off with its head', async () => {
    const [{ hash }, twenty] = [await entry(30), await entry(20)]
    await db.deleteFrom('audit_entries').where('id', '>', 20).execute()
    await headTo(twenty)
    const sentence = 'Entries 21 to 30 were removed at the end of the log.'
    expect((await verifyLog(ctx, { id: 30, hash })).broken).toMatchObject({ kind: 'removed', id: 21, sentence })
  })
})
