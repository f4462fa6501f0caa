import type { Logger } from 'pino'

/** Longer than requests under way are waited for, shorter than those who stop a process wait before they kill it. */
const atMost = 25_000

/** Ends the process when stopping it takes too long: a database or mail server can hang without breaking. */
export function leaveInTime(log: Logger): void {
  const leave = () => {
    log.error('stopping took too long')
    process.exit(1)
  }
  setTimeout(leave, atMost).unref()
}
