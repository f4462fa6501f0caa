import { constants } from 'node:os'
import type { Context } from '#context'
import { reasonForOperators, storageFaultOf } from '#platform/db/storage-error.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { type CommandName, commands, inFull } from './commands.ts'
import { openToolContext } from './context.ts'

/** The arguments are not what the command takes. */
export class UsageError extends Error {}

/**
 * Runs a command of the shell. It ends with 0 when everything was done, with `failed` when something could not be done
 * (one sentence on stderr says why), and with 2 when the arguments are not what it takes.
 *
 * @param run gets the arguments; a number that it returns is the exit code
 */
export async function runCommand(
  name: CommandName,
  run: (args: string[]) => Promise<unknown>,
  { failed = 1 } = {},
): Promise<void> {
  // Whatever it writes is for this user alone.
  process.umask(0o077)
  // What is half done is cleaned up on the way out.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
  const args = process.argv.slice(2)
  const usage = `Usage: ${inFull(name)}`
  if (args.some((arg) => arg === '--help' || arg === '-h')) return console.log(`${usage}\n${commands[name][1]}`)
  try {
    const code = await run(args)
    process.exitCode = typeof code === 'number' ? code : 0
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : failed
    if (error instanceof UsageError) return console.error([error.message, usage].filter(Boolean).join(' '))
    const reason = reasonForOperators(error)
    console.error(storageFaultOf(error) ? `The database cannot be used: ${reason}` : reason)
  }
}

/** Opens the desk's database for as long as the work takes. */
export async function withDesk<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const ctx = await openToolContext()
  try {
    return await work(ctx)
  } finally {
    await closeContext(ctx)
  }
}
