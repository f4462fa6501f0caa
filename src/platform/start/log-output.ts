import { write, writeSync } from 'node:fs'

/** Characters; while this many wait to be written, further lines are dropped. */
const mostWaiting = 1_000_000
/** Milliseconds. */
const retryAfter = 100

/**
 * Writes the log outside of the event loop. If that fails, as on a full disk, the program goes on and tries again: with
 * pino's own destination the program would end, and wait for space before it does.
 */
export class LogOutput {
  readonly #fd
  #waiting = ''
  #batch = Buffer.alloc(0)
  #state: 'idle' | 'writing' | 'failed' = 'idle'

  constructor(fd: number) {
    this.#fd = fd
    process.once('exit', () => this.#writeLast())
  }

  write(lines: string): void {
    if (this.#waiting.length < mostWaiting) this.#waiting += lines
    if (this.#state === 'idle') this.#proceed()
  }

  #proceed = (): void => {
    if (this.#batch.length === 0) {
      this.#batch = Buffer.from(this.#waiting)
      this.#waiting = ''
    }
    this.#state = this.#batch.length > 0 ? 'writing' : 'idle'
    if (this.#state === 'idle') return
    write(this.#fd, this.#batch, (error, count) => {
      if (error) {
        this.#state = 'failed'
        setTimeout(this.#proceed, retryAfter).unref()
        return
      }
      // Other lines must not come between the parts of one.
      this.#batch = this.#batch.subarray(count)
      this.#proceed()
    })
  }

  #writeLast(): void {
    const rest = Buffer.concat([...(this.#state === 'writing' ? [] : [this.#batch]), Buffer.from(this.#waiting)])
    try {
      writeSync(this.#fd, rest)
    } catch {
      // The program ends: it cannot try again.
    }
  }
}
