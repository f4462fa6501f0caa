import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { closeTicket } from '#desk/tickets/closures.ts'
import { verifyLog } from '#platform/audit/verify.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { freshDatabase } from '../../support/database.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { addEntry } from '../entries.ts'

/** On PostgreSQL, where writers work side by side; SQLite has one writer at a time anyway. */
const world = await startApp({ database: await freshDatabase('postgres') })
const { ctx } = world
const kim = await join(world, 'kim')

const entry = { actor_id: kim.id, action: 'slow', entity: 'job', entity_id: 1 } as const

/** A transaction that has recorded its fact, and stays open until `end` is called. */
async function slowChange() {
  let end = () => {}
  const until = new Promise<void>((resolve) => {
    end = resolve
  })
  let began = () => {}
  const beginning = new Promise<void>((resolve) => {
    began = resolve
  })
  const ended = withTransaction(ctx, async (ctx) => {
    await addEntry(ctx, entry)
    began()
    await until
  })
  await beginning
  return { end, ended }
}

describe('writers of the audit log', () => {
  test('do not wait for a change that has recorded itself and has not ended', async () => {
    const id = await ticketOf(world, kim)
    const slow = await slowChange()
    try {
      await closeTicket(ctx, kim.actor, id)
      await kim.api.post(`/tickets/${id}/reopening`).expect(200)
      const { entries } = await ctx.db
        .selectFrom('audit_entries')
        .select(({ fn }) => fn.countAll<number>().as('entries'))
        .where('entity', '=', 'ticket')
        .where('entity_id', '=', id)
        .executeTakeFirstOrThrow()
      expect(Number(entries)).toBe(3)
    } finally {
      slow.end()
    }
    await slow.ended
    const newest = await ctx.db.selectFrom('audit_entries').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(newest).toMatchObject(entry)
    expect((await verifyLog(ctx)).broken).toBeNull()
  })

  test('leave no trace and no gap when a change fails after it has recorded itself', async () => {
    const before = await verifyLog(ctx)
    const failing = withTransaction(ctx, async (ctx) => {
      await addEntry(ctx, entry)
      await setImmediate()
      throw new Error('not after all')
    })
    await expect(failing).rejects.toThrow('not after all')
    expect(await verifyLog(ctx)).toEqual(before)
  })

  test('of many changes at the same moment make one chain', async () => {
    const { sound } = await verifyLog(ctx)
    const writers = Array.from({ length: 60 }, (_, n) =>
      withTransaction(ctx, async (ctx) => {
        await addEntry(ctx, { ...entry, entity_id: n + 1 })
        await addEntry(ctx, { ...entry, entity_id: n + 1001 })
      }),
    )
    await Promise.all(writers)
    expect(await verifyLog(ctx)).toMatchObject({ sound: sound + 120, broken: null })
  })
})
