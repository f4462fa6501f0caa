import type { AccountType } from '#platform/db/schema.ts'
import { auditOf } from '../accounts/reading.ts'
import { join, type Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

let people = 0

/** A new account with a unique name. */
export const somebody = (world: World, type: AccountType = 'customer') => join(world, `p${people++}x`, type)

export const lastAudit = async (world: World, id: number | null, entity = 'account') =>
  (await auditOf(world, entity, id)).at(-1)

export const post = (member: Member, path: string, fields: Record<string, string> = {}) =>
  member.pages.post(path).type('form').send(fields).redirects(0)

export const rowOf = (world: World, id: number) =>
  world.ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

export const sessionsOf = async (world: World, id: number) =>
  (await world.ctx.db.selectFrom('sessions').select('id').where('account_id', '=', id).execute()).length

/** The ids that a page of accounts or failures shows, in its order. */
export const idsOn = (html: string, what: 'account' | 'failure') =>
  [...html.matchAll(new RegExp(`id="${what}-(\\d+)"`, 'g'))].map(([, id]) => Number(id))
