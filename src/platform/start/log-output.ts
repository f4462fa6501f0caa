import { writeSync } from 'node:fs'

/** Characters; while this many wait to be written, further lines are dropped and counted. */
const mostWaiting = 1_000_000
/** Milliseconds. */
const retryAfter = 10
/** Milliseconds for which the program's end waits for a slow reader. */
const longestEnd = 2000

/**
 * Writes the log at once. If that fails, as on a full disk or with a slow reader, the program goes on and tries again: with
 * pino's own destination the program would end, or stop until there is room. `fd` must not block where it is a pipe or a
 * socket: `process.stdout` sees to that.
 */
export class LogOutput {
  readonly #fd
  #waiting = ''
  #dropped = 0
  #batch = Buffer.alloc(0)
  #retry: NodeJS.Timeout | undefined

  constructor(fd: number) {
    this.#fd = fd
    process.once('exit', () => this.#writeLast())
  }

  write(lines: string): void {
    if (this.#waiting.length < mostWaiting) this.#waiting += lines
    else this.#dropped += 1
    if (!this.#retry) this.#writeOrRetry()
  }

  #writeOrRetry = (): void => {
    this.#retry = this.#failure() ? setTimeout(this.#writeOrRetry, retryAfter).unref() : undefined
  }

  /** Writes all that waits. @returns why it could not */
  #failure(): NodeJS.ErrnoException | undefined {
    try {
      while (this.#batch.length + this.#waiting.length > 0) {
        // Other lines must not come between the parts of one.
        if (this.#batch.length === 0) this.#batch = Buffer.from(this.#takeWaiting())
        this.#batch = this.#batch.subarray(writeSync(this.#fd, this.#batch))
      }
      return
    } catch (error) {
      return error as NodeJS.ErrnoException
    }
  }

  #takeWaiting(): string {
    const lost = { level: 40, time: Date.now(), dropped: this.#dropped, msg: 'lines of the log could not be written' }
    const lines = this.#dropped === 0 ? this.#waiting : `${this.#waiting}${JSON.stringify(lost)}\n`
    this.#waiting = ''
    this.#dropped = 0
    return lines
  }

  #writeLast(): void {
    const end = performance.now() + longestEnd
    const pause = new Int32Array(new SharedArrayBuffer(4))
    while (this.#failure()?.code === 'EAGAIN' && performance.now() < end) Atomics.wait(pause, 0, 0, retryAfter)
  }
}
