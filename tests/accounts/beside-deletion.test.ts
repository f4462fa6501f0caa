import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { suspendAccount } from '#people/admin/accounts.ts'
import { makeResetLink } from '#people/admin/admin-issued-links.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { block } from '#people/conversations/blocks.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { endOtherSessions } from '#people/sessions/own-sessions.ts'
import { changeChoices } from '#platform/notifications/choices.ts'
import { rowOf, somebody } from '../admin/desk.ts'
import { minute } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf } from './reading.ts'

const world = await startApp({ env: { MESSAGES: 'everyone' } })
const { ctx } = world
const boss = await join(world, 'boss', 'admin')
const customer = await join(world, 'kim')

/** Before they were fixed, most of these failed in nearly every round. */
const rounds = [1, 2, 3, 4, 5]

describe('what happens while an account is being deleted', () => {
  test.each(rounds)('cannot make it an admin, who would count as one for ever (%i)', async () => {
    const { id } = await somebody(world)
    const promote = () => changeAccountType(ctx, boss.id, id, 'admin')
    await Promise.allSettled([deleteAccount(ctx, boss.id, id), promote(), promote()])
    const { deleted_at, account_type } = await rowOf(world, id)
    expect([deleted_at === null, account_type]).toEqual(deleted_at === null ? [true, 'admin'] : [false, 'customer'])
  })

  test.each(rounds)('cannot leave a ticket assigned to it (%i)', async () => {
    const leaving = await somebody(world, 'assistant')
    const tickets = [await ticketOf(world, customer), await ticketOf(world, customer), await ticketOf(world, customer)]
    const claims = tickets.map((ticket) => claimTicket(ctx, leaving.actor, ticket, null))
    const [deletion] = await Promise.allSettled([deleteAccount(ctx, boss.id, leaving.id), ...claims])
    expect(deletion.status).toBe('fulfilled')
    const kept = ctx.db.selectFrom('tickets').select('id').where('assistant_id', '=', leaving.id)
    expect(await kept.execute()).toEqual([])
  })

  test.each(rounds)('cannot suspend it any more, and the admin is told so (%i)', async () => {
    const { id } = await somebody(world)
    const [, suspension] = await Promise.allSettled([
      deleteAccount(ctx, boss.id, id),
      suspendAccount(ctx, boss.actor, id),
    ])
    const suspended = (await auditOf(world, 'account', id)).some(({ action }) => action === 'suspended')
    expect(suspension.status).toBe(suspended ? 'fulfilled' : 'rejected')
  })

  test.each(rounds)('is logged once, even if two admins delete it (%i)', async () => {
    const { id } = await somebody(world)
    await Promise.allSettled([deleteAccount(ctx, boss.id, id), deleteAccount(ctx, boss.id, id)])
    const entries = await auditOf(world, 'account', id)
    expect(entries.filter(({ action }) => action === 'deleted')).toHaveLength(1)
  })
})

test('what requests that were under way still stored about the person is deleted a minute later', async () => {
  const leaving = await somebody(world)
  await deleteAccount(ctx, boss.id, leaving.id)
  const client = { address: '192.0.2.7', user_agent: null, limits: [] }
  await endOtherSessions({ ...ctx, client }, leaving.actor)
  await block(ctx, leaving.actor, customer.username)
  await changeChoices(ctx, leaving.actor, { message: false })
  await recordFailedLogin(ctx, leaving.username, leaving.id, 'wrong')
  const left = async () => {
    const tables = ['known_addresses', 'blocks', 'notification_choices', 'failed_logins'] as const
    const found = tables.map((table) =>
      ctx.db.selectFrom(table).select('account_id').where('account_id', '=', leaving.id).execute(),
    )
    return (await Promise.all(found)).map(({ length }) => length)
  }
  expect(await left()).toEqual([1, 1, 1, 1])
  world.clock.advance(minute)
  await workOff(world)
  expect(await left()).toEqual([0, 0, 0, 0])
})

test.each([
  ['deleted', (id: number) => deleteAccount(ctx, boss.id, id)],
  ['demoted', (id: number) => changeAccountType(ctx, boss.id, id, 'assistant')],
] as const)('an admin who is %s meanwhile makes no link for another account', async (_, end) => {
  const leaving = await somebody(world, 'admin')
  await end(leaving.id)
  await expect(makeResetLink(ctx, leaving.actor, customer.id)).rejects.toThrow()
  const links = ctx.db.selectFrom('account_tokens').select('token_hash').where('issued_by', '=', leaving.id)
  expect(await links.execute()).toEqual([])
})
