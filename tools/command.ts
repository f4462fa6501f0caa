import { constants } from 'node:os'
import type { Context } from '#context'
import { reasonForOperators, storageFaultOf } from '#platform/db/storage-error.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { type CommandName, commands, inFull } from './commands.ts'
import { openToolContext } from './context.ts'

/** The arguments are wrong. */
export class UsageError extends Error {}

/**
 * Runs a command of the shell. It exits with 0 on success, with `failed` on an error (with one sentence on stderr), and
 * with 2 for wrong arguments.
 *
 * @param run gets the arguments; if it returns a number, that is the exit code
 */
export async function runCommand(
  name: CommandName,
  run: (args: string[]) => Promise<unknown>,
  { failed = 1 } = {},
): Promise<void> {
  // Files that it creates are readable only by this user.
  process.umask(0o077)
  // Exits normally, so that unfinished work is cleaned up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
  // It goes on where nobody reads what it says, as behind `| head`, or where that cannot be written.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
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

/** Opens the desk's database while `work` runs. */
export async function withDesk<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const ctx = await openToolContext()
  try {
    return await work(ctx)
  } finally {
    await closeContext(ctx)
  }
}
