import type { Context } from '#context'
import { invalidField } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeOptions, closeLocked, reopenLocked } from './changes.ts'
import { claimLocked } from './claims.ts'
import type { LockedTicket } from './queries.ts'

interface Command {
  name: string
  label: string
  staffOnly: boolean
  /** @returns the id of the message that records it */
  run(ctx: Context, actor: Actor, ticket: LockedTicket, options: ChangeOptions): Promise<number>
}

const commands: Command[] = [
  { name: '!close', label: 'Close this ticket', staffOnly: false, run: closeLocked },
  { name: '!open', label: 'Open this ticket again', staffOnly: false, run: reopenLocked },
  {
    name: '!claim',
    label: 'Claim this ticket, or take it over',
    staffOnly: true,
    run: (ctx, actor, ticket, options) => claimLocked(ctx, actor, ticket, 'force', options),
  },
]

export const commandsFor = (actor: Actor) =>
  commands.filter((command) => actor.is_staff || !command.staffOnly).map(({ name, label }) => ({ name, label }))

/**
 * The command that a message is, if it is one word that begins with a "!" and a letter.
 *
 * @throws invalid for a word that is no command, or not this person's
 */
export function commandIn(actor: Actor, message: string): Command | null {
  const word = message.trim().toLowerCase()
  if (!/^!\p{L}\S*$/u.test(word)) return null
  const command = commands.find(({ name }) => name === word)
  if (command?.staffOnly && !actor.is_staff) throw invalidField('message', `Only staff can use ${command.name}.`)
  if (command) return command
  const known = commandsFor(actor).map(({ name }) => name)
  throw invalidField('message', `There is no such command; there are ${known.join(', ')}.`)
}
