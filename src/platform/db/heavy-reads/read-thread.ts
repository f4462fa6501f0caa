import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { unavailable } from '#errors'
import { busy } from './fair-queue.ts'
import type { Job, Outcome, ThreadOptions } from './thread-messages.ts'

// Loaded on first use.
const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')

/** A statement cannot be interrupted: an abandoned thread ends only when its statement does. */
const mostGivenUp = 1
/** Milliseconds. */
export const longestRead = 5000

/** A worker thread. It starts with its first job, and again after a crash. */
export class ReadThread {
  readonly #options
  readonly #log
  readonly #longest
  #worker: Worker | null = null
  #ready: Promise<unknown> = Promise.resolve()
  #givenUp = 0

  /** @param longest milliseconds that a job may take */
  constructor(options: ThreadOptions, log: Logger, longest = longestRead) {
    this.#options = options
    this.#log = log
    this.#longest = longest
  }

  /**
   * Runs one job at a time.
   *
   * @throws {DomainError} unavailable if the job took too long or the thread ended
   */
  async run(job: Job): Promise<unknown> {
    if (!this.#worker && this.#givenUp > mostGivenUp) throw busy()
    this.#worker ??= this.#start()
    const worker = this.#worker
    await this.#ready
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#giveUp(worker)
        this.#log.warn(described(job), 'a heavy read took too long')
        reject(tooSlow())
      }, this.#longest)
    })
    try {
      const answer = answerOf(worker)
      worker.postMessage(job)
      const outcome = (await Promise.race([answer, late])) as Outcome
      if ('error' in outcome) throw errorOf(outcome.error)
      return outcome.result
    } finally {
      clearTimeout(timer)
      worker.unref()
    }
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
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 2, stackSizeMb: 2 },
    })
    worker.on('error', (error) => this.#log.error({ err: error }, 'the thread for heavy reads failed'))
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
    })
    this.#ready = answerOf(worker)
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

/** The thread's next message. @throws {DomainError} unavailable if it ends instead */
function answerOf(worker: Worker): Promise<unknown> {
  worker.ref()
  return new Promise((resolve, reject) => {
    const ended = () => {
      worker.off('message', answered)
      reject(interrupted())
    }
    const answered = (message: unknown) => {
      worker.off('exit', ended)
      resolve(message)
    }
    worker.once('exit', ended).once('message', answered)
  })
}

const errorOf = ({ message, code }: { message: string; code?: string }) =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

const described = ({ task, statement }: Job) => ({ task: task?.name, sql: statement?.sql })

export const tooSlow = () =>
  unavailable('too_slow', 'This took too long and was stopped. Please ask for less, for example by adding a word.')
const interrupted = () => unavailable('interrupted', 'This could not be finished. Please try again.')
