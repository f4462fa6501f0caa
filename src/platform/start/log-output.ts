import { write, writeSync } from 'node:fs'

/** Characters that wait to be written; lines beyond are left out. */
const mostWaiting = 1_000_000
/** Milliseconds. */
const retryAfter = 100

/**
 * Writes the log outside of the event loop. While it cannot be written, as on a full disk, the program goes on: pino's
 * own output ends it then, and its end waits for room.
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
      // The rest of a line has to follow it, however long that takes.
      this.#batch = this.#batch.subarray(count)
      this.#proceed()
    })
  }

  #writeLast(): void {
    const rest = Buffer.concat([...(this.#state === 'writing' ? [] : [this.#batch]), Buffer.from(this.#waiting)])
    try {
      writeSync(this.#fd, rest)
    } catch {
      // Nobody is left who could wait for room.
    }
  }
}
