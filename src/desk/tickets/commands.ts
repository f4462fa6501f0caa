import type { Context } from '#context'
import { invalidField } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeOptions, closeLocked, reopenLocked } from './changes.ts'
import { claimLocked } from './claims.ts'
import type { LockedTicket } from './queries.ts'
import { actsAsStaff } from './visibility.ts'

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

type OfCustomer = { customer_id: number }

export const commandsFor = (actor: Actor, ticket: OfCustomer) =>
  commands
    .filter((command) => actsAsStaff(actor, ticket) || !command.staffOnly)
    .map(({ name, label }) => ({ name, label }))

/**
 * The command that a message is, if it is one word that begins with a "!" and a letter.
 *
 * @throws invalid for a word that is no command, or not this person's
 */
export function commandIn(
  actor: Actor,
  ticket: OfCustomer,
  message: string,
  { evenIfOwn = false }: ChangeOptions,
): Command | null {
  const word = message.trim().toLowerCase()
  if (!/^!\p{L}\S*$/u.test(word)) return null
  const command = commands.find(({ name }) => name === word)
  if (command?.staffOnly && !actor.is_staff) throw invalidField('message', `Only staff can use ${command.name}.`)
  if (command?.staffOnly && !evenIfOwn && !actsAsStaff(actor, ticket))
    throw invalidField('message', 'This is your own ticket: a colleague has to claim it.')
  if (command) return command
  const known = commandsFor(actor, ticket).map(({ name }) => name)
  throw invalidField('message', `There is no such command; there are ${known.join(', ')}.`)
}
