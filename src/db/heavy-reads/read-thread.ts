import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { unavailable } from '../../errors.ts'
import { busy } from './fair-queue.ts'
import type { Job, Outcome, ThreadOptions } from './thread-messages.ts'

// Loaded where it is used, as the thread itself is.
const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')

/** A statement cannot be interrupted: a thread that was given up ends when its statement does. */
const mostGivenUp = 1
/** Milliseconds. */
export const longestRead = 5000

/** A thread beside the one that answers requests. It starts with its first job, and again after a crash. */
export class ReadThread {
  readonly #options
  readonly #log
  #worker: Worker | null = null
  #givenUp = 0

  constructor(options: ThreadOptions, log: Logger) {
    this.#options = options
    this.#log = log
  }

  /**
   * One job at a time.
   *
   * @throws {DomainError} unavailable when the job took too long or the thread ended
   */
  run(job: Job): Promise<unknown> {
    if (!this.#worker && this.#givenUp > mostGivenUp) throw busy()
    this.#worker ??= this.#start()
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer)
        worker.off('message', answered).off('error', failed).off('exit', ended).unref()
        act()
      }
      const timer = setTimeout(() => {
        this.#giveUp(worker)
        this.#log.warn(described(job), 'a heavy read took too long')
        settle(() => reject(tooSlow()))
      }, longestRead)
      const answered = (outcome: Outcome) =>
        settle(() => ('error' in outcome ? reject(errorOf(outcome.error)) : resolve(outcome.result)))
      const failed = (error: Error) => {
        this.#log.error({ err: error, ...described(job) }, 'the thread for heavy reads failed')
        settle(() => reject(interrupted()))
      }
      const ended = () => settle(() => reject(interrupted()))
      worker.on('message', answered).on('error', failed).on('exit', ended).ref()
      worker.postMessage(job)
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Thread(new URL('./thread.ts', import.meta.url), {
      workerData: this.#options,
      name: 'heavy reads',
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 2 },
    })
    worker.unref()
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
    })
    return worker
  }

  #giveUp(worker: Worker): void {
    this.#worker = null
    this.#givenUp += 1
    worker.terminate().finally(() => {
      this.#givenUp -= 1
    })
  }
}

const errorOf = ({ message, code }: { message: string; code?: string }) =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

const described = ({ task, statement }: Job) => ({ task, sql: statement?.sql })

export const tooSlow = () =>
  unavailable('too_slow', 'This took too long and was stopped. Please ask for less, for example by adding a word.')
const interrupted = () => unavailable('interrupted', 'This could not be finished. Please try again.')
