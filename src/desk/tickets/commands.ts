import type { Context } from '#context'
import { invalidField } from '#errors'
import type { Actor } from '#platform/identity/actor.ts'
import { type ChangeOptions, closeLocked, reopenLocked } from './changes.ts'
import { claimLocked } from './claims.ts'
import { mayChangeStatus } from './policy.ts'
import type { LockedTicket } from './queries.ts'
import { actsAsStaff, type OfCustomers } from './visibility.ts'

interface Command {
  name: string
  label: string
  /** What is said of the ticket if the command was executed after a reply was sent. */
  done: string
  staffOnly: boolean
  /** @returns the id of the System message */
  run(ctx: Context, actor: Actor, ticket: LockedTicket, options: ChangeOptions): Promise<number>
}

const commands: Command[] = [
  { name: '!close', label: 'Close this ticket', done: 'is closed.', staffOnly: false, run: closeLocked },
  { name: '!open', label: 'Reopen this ticket', done: 'is open.', staffOnly: false, run: reopenLocked },
  {
    name: '!claim',
    label: 'Claim this ticket, or take it over',
    done: 'is yours.',
    staffOnly: true,
    run: (ctx, actor, ticket, options) => claimLocked(ctx, actor, ticket, 'force', options),
  },
]

/** Participants have no commands: they cannot close or reopen a ticket. */
const isFor = (actor: Actor, ticket: OfCustomers) => (command: Command) =>
  actsAsStaff(actor, ticket) || (!command.staffOnly && mayChangeStatus(actor, ticket))

const isWord = (line: string) => /^!\p{L}\S*$/u.test(line)

/** The command in a line; also in full-width characters, as Chinese and Japanese keyboards type them. */
const commandOf = (line: string) => {
  const typed = line.trim().normalize('NFKC').toLowerCase()
  return commands.find(({ name }) => name === typed)
}

/** Whether the last line could be a command; decided without the ticket. */
export const mayEndInCommand = (message: string) => commandOf(lastLineOf(message.trimEnd())) !== undefined

const lastLineOf = (text: string) => text.slice(text.lastIndexOf('\n') + 1)

/**
 * What was typed without the known commands in its last lines that the person may use, and these in their order, each
 * once: a message has room for a thousand, and everybody waits for them.
 */
export function endingCommands(actor: Actor, ticket: OfCustomers, message: string) {
  const isMine = isFor(actor, ticket)
  const found: Command[] = []
  let text = message
  for (;;) {
    const rest = text.trimEnd()
    const line = lastLineOf(rest)
    const command = commandOf(line)
    if (!command || !isMine(command) || found.includes(command))
      return { text: found.length > 0 ? rest : message, commands: found }
    found.unshift(command)
    text = rest.slice(0, rest.length - line.length)
  }
}

/** What is said of the ticket, by the command's name. */
export const doneBy = (name: string) => commands.find((command) => command.name === name)?.done ?? ''

export const commandsFor = (actor: Actor, ticket: OfCustomers) =>
  commands.filter(isFor(actor, ticket)).map(({ name, label }) => ({ name, label }))

/**
 * The command that a message consists of, if it is one word that begins with "!" and a letter.
 *
 * @throws invalid for an unknown command, or one that the person may not use
 */
export function commandIn(
  actor: Actor,
  ticket: OfCustomers,
  message: string,
  { evenIfOwn = false }: ChangeOptions,
): Command | null {
  const command = commandOf(message)
  if (!command && !isWord(message.trim())) return null
  if (command?.staffOnly && !actor.is_staff) throw invalidField('message', `Only staff can use ${command.name}.`)
  if (command?.staffOnly && !evenIfOwn && !actsAsStaff(actor, ticket))
    throw invalidField('message', 'This is your own ticket: a colleague has to claim it.')
  if (command) return command
  const known = commandsFor(actor, ticket).map(({ name }) => name)
  throw invalidField('message', `There is no such command${known.length > 0 ? `; there are ${known.join(', ')}` : ''}.`)
}
