import { afterEach, describe, expect, test } from 'vitest'
import { lockLeaving } from '#people/accounts/last-admin.ts'
import { suspendAccount } from '#people/admin/accounts.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { textOf } from '../accounts/reading.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { runTool } from '../tools/shell.ts'
import { post, rowOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const sentence = 'This is the last admin: make somebody else an admin first.'

const adminsLeft = async () => {
  const { db } = world.ctx
  const admins = db
    .selectFrom('accounts')
    .select('id')
    .where('account_type', '=', 'admin')
    .where('suspended_at', 'is', null)
  return (await admins.execute()).map(({ id }) => id)
}

/** Makes the boss the only admin again. */
afterEach(async () => {
  const { db } = world.ctx
  await db.updateTable('accounts').set({ account_type: 'customer' }).where('id', '!=', boss.id).execute()
})

type Removal = (by: Member, whom: Member) => PromiseLike<unknown>
const removals: Record<string, Removal> = {
  demoting: (by, whom) => changeAccountType(world.ctx, by.id, whom.id, 'assistant'),
  suspending: (by, whom) => suspendAccount(world.ctx, by.actor, whom.id),
  erasing: (by, whom) => deleteAccount(world.ctx, by.id, whom.id),
}

describe('the last admin', () => {
  test.each([
    ['/type', { account_type: 'assistant' }, 'put'],
    ['/suspension', {}, 'post'],
    ['/deletion', { username: 'boss' }, 'post'],
  ] as const)('stays when %s is asked for, on page and API', async (end, fields, method) => {
    const before = await rowOf(world, boss.id)
    const at = `/admin/accounts/${boss.id}${end}`
    const answer = await boss.api[method](at, fields).expect(409)
    expect(answer.body).toMatchObject({ code: 'last_admin', detail: sentence })
    const page = await post(boss, at, fields as Record<string, string>).expect(409)
    expect(textOf(page.text)).toContain(sentence)
    expect(await rowOf(world, boss.id)).toEqual(before)
  })

  test('stays when the shell demotes it', async () => {
    const { status, err } = await runTool(world, 'promote-account.ts', ['boss', 'customer'])
    expect({ status, err }).toEqual({ status: 1, err: sentence })
    expect(await adminsLeft()).toEqual([boss.id])
  })

  test('is the last even if there is a suspended one', async () => {
    const other = await somebody(world, 'admin')
    await suspendAccount(world.ctx, boss.actor, other.id)
    await expect(changeAccountType(world.ctx, boss.id, boss.id, 'customer')).rejects.toThrow(sentence)
  })

  test.each(Object.entries(removals))('may go once there is another: %s', async (_name, remove) => {
    const other = await somebody(world, 'admin')
    await remove(boss, other)
    expect(await adminsLeft()).toEqual([boss.id])
  })
})

describe('two admins who remove each other at the same moment', () => {
  test.each(Object.entries(removals))('by %s: exactly one is left, every time', async (_name, remove) => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await somebody(world, 'admin'), await somebody(world, 'admin')]
      const { db } = world.ctx
      await db.updateTable('accounts').set({ account_type: 'assistant' }).where('id', '=', boss.id).execute()
      const results = await Promise.allSettled([remove(one, two), remove(two, one), remove(one, one), remove(two, two)])
      expect(await adminsLeft()).toHaveLength(1)
      const failed = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason)
      // An account that the other request has just changed is a conflict too; nothing fails in another way.
      for (const error of failed) expect(error).toMatchObject({ kind: 'conflict' })
      expect(failed.map(({ message }) => message)).toContain(sentence)
      await db
        .updateTable('accounts')
        .set({ account_type: 'customer', suspended_at: null })
        .where('id', '!=', boss.id)
        .execute()
      await db.updateTable('accounts').set({ account_type: 'admin' }).where('id', '=', boss.id).execute()
    }
  })

  test('over the API with idempotency keys: one is refused, none fails', async () => {
    const [one, two] = [await somebody(world, 'admin'), await somebody(world, 'admin')]
    await changeAccountType(world.ctx, null, boss.id, 'assistant')
    const demote = (by: Member, whom: Member) =>
      by.api
        .put(`/admin/accounts/${whom.id}/type`, { account_type: 'customer' })
        .set('Idempotency-Key', `demote-${whom.id}`)
    const answers = await Promise.all([demote(one, two), demote(two, one)])
    expect(answers.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([200]))
    expect(answers.every(({ status }) => [200, 403, 409].includes(status))).toBe(true)
    expect(await adminsLeft()).toHaveLength(1)
    await updateAccount(world.ctx, boss.id, { account_type: 'admin' })
  })
})

test('an account is left alone that was given another type since it was read', async () => {
  const read = await rowOf(world, (await somebody(world)).id)
  await changeAccountType(world.ctx, boss.id, read.id, 'assistant')
  await expect(lockLeaving(world.ctx, read)).rejects.toMatchObject({ code: 'changed_meanwhile' })
})
