import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DomainError, unavailable } from '#errors'
import { FairQueue } from '#platform/db/heavy-reads/fair-queue.ts'
import type { Conversion, Converted } from './conversion-process.ts'

const program = join(import.meta.dirname, 'conversion-process.ts')
/** Milliseconds; the largest that is let through takes a few seconds of a busy machine. */
const longest = 60_000

/** One at a time: each takes a core, and up to 250 MB of memory that it gives back when it ends. */
const queue = new FairQueue(1, {
  mostPerAccount: 20,
  mostInAll: 60,
  longestWait: 45_000,
  tooMany: () =>
    new DomainError('too_many', 'too_many', 'Several of your pictures are being prepared. Please wait for them.', {
      details: { retry_after: 10 },
    }),
  busy: () => unavailable('busy', 'Many pictures are being prepared right now. Please try again in a minute.'),
})

const run = promisify(execFile)

/** Makes the two sizes of a picture, in this account's turn. */
export const convert = (accountId: number, conversion: Conversion): Promise<Converted> =>
  queue.run(accountId, async () => {
    const options = { timeout: longest, killSignal: 'SIGKILL', env: { MALLOC_ARENA_MAX: '2' } } as const
    const { stdout } = await run(process.execPath, ['--no-warnings', program, JSON.stringify(conversion)], options)
    return JSON.parse(stdout) as Converted
  })
