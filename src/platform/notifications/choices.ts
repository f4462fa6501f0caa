import type { Context } from '#context'
import { invalid } from '#errors'
import { record } from '#platform/activity/record.ts'
import { lockName } from '#platform/db/dialect.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { mailChoicesChanged } from './activity.ts'
import { hiddenKinds, isByMail, kindOf, kindsFor } from './kinds.ts'
import { choiceOf, type MailChoice } from './mail-choice.ts'
import { listChosen, storeChoices } from './queries.ts'

/** For each kind whether it is mailed. */
export type Choices = Record<string, MailChoice>

export async function getChoices(ctx: Context, actor: Actor): Promise<Choices> {
  const chosen = new Map((await listChosen(ctx, actor.id)).map(({ kind, by_email }) => [kind, choiceOf(by_email)]))
  return Object.fromEntries(
    kindsFor(ctx, actor).map((kind) => [kind.name, chosen.get(kind.name) ?? isByMail(kind, actor)]),
  )
}

function whyNot(ctx: Context, name: string): string {
  const kind = kindOf(ctx, name)
  if (!kind) return 'There is no notification of this kind.'
  if (hiddenKinds(ctx).includes(name)) return 'Nobody is notified about this: it is switched off at this desk.'
  const recipients = kind.customersOnly ? 'customers' : kind.adminsOnly ? 'admins' : 'staff'
  return `Only ${recipients} are notified about this.`
}

/**
 * Kinds that are left out do not change.
 *
 * @throws invalid for a kind that this person never gets
 */
export async function changeChoices(ctx: Context, actor: Actor, change: Choices): Promise<void> {
  const entries = Object.entries(change)
  const own = kindsFor(ctx, actor).map(({ name }) => name)
  const foreign = entries.filter(([kind]) => !own.includes(kind))
  if (foreign.length > 0) throw invalid(foreign.map(([field]) => ({ field, message: whyNot(ctx, field) })))
  await withTransaction(ctx, async (ctx) => {
    await lockName(ctx.db, `mail choices of ${actor.id}`)
    const before = await getChoices(ctx, actor)
    const changed = own.filter((kind) => change[kind] !== undefined && change[kind] !== before[kind])
    await storeChoices(ctx, actor.id, entries)
    if (changed.length === 0) return
    const those = (choices: Choices) => Object.fromEntries(changed.map((kind) => [kind, choices[kind]]))
    await record(ctx, mailChoicesChanged, { actor_id: actor.id, before: those(before), after: those(change) })
  })
}
