import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Context } from '#context'
import { DomainError, unavailable } from '#errors'
import { minute } from '#lib/durations.ts'
import { FairQueue } from '#platform/db/heavy-reads/fair-queue.ts'
import type { Conversion, Converted } from './conversion-process.ts'
import type { Drawn } from './drawing-process.ts'

/** One at a time: each uses a core and up to 250 MB of memory. */
const queue = new FairQueue(1, {
  mostPerOwner: 20,
  mostInAll: 60,
  longestWait: 45_000,
  tooMany: () =>
    new DomainError('too_many', 'too_many', 'Several of your pictures are being prepared. Please wait for them.', {
      details: { retry_after: 10 },
    }),
  busy: () => unavailable('busy', 'Many pictures are being prepared right now. Please try again in a minute.'),
})

const run = promisify(execFile)

interface Program {
  file: string
  /** Milliseconds; the largest picture allowed takes a few seconds on a busy machine. */
  longest: number
  argument?: string
  input?: Buffer
}

/** @returns the output; undefined if the process crashed or was killed because of its input */
async function runProgram(ctx: Context, { file, longest, argument = '', input }: Program): Promise<unknown> {
  const program = ['--no-warnings', join(import.meta.dirname, file), argument]
  const limits = { timeout: longest, killSignal: 'SIGKILL' } as const
  try {
    const running = run(process.execPath, program, { ...limits, env: { MALLOC_ARENA_MAX: '2' } })
    // A process that has ended takes no more input; its exit is examined below.
    running.child.stdin?.on('error', () => {}).end(input)
    return JSON.parse((await running).stdout)
  } catch (error) {
    ctx.log.error({ err: error }, 'picture not converted')
    if ((error as { signal?: string | null }).signal) return undefined
    throw unavailable('pictures', 'The desk cannot read pictures right now. Please tell the people who run it.')
  }
}

/** Makes the two sizes of a picture in this account's turn, unless the client has disconnected by then. */
export const convert = (
  ctx: Context,
  accountId: number,
  conversion: Conversion,
  gone: AbortSignal,
): Promise<Converted> => {
  const argument = JSON.stringify(conversion)
  const make = async () => {
    const converted = await runProgram(ctx, { file: 'conversion-process.ts', longest: minute, argument })
    return (converted as Converted | undefined) ?? { refused: 'broken', reason: 'the program was ended' }
  }
  return queue.run(accountId, make, gone)
}

/** Renders an SVG in this account's turn. */
export const draw = (ctx: Context, accountId: number, svg: Buffer): Promise<Drawn> =>
  queue.run(accountId, async () => {
    const drawn = await runProgram(ctx, { file: 'drawing-process.ts', longest: 10_000, input: svg })
    return (drawn as Drawn | undefined) ?? { refused: 'costly', reason: 'the program was ended' }
  })
