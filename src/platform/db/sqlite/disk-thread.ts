import { Worker } from 'node:worker_threads'

/** A task for the thread. */
export interface Order {
  id: number
  path: string
  /** File descriptor of the log, open for reading. */
  fd: number
}

export interface Done {
  id: number
  /** The error, if the task failed. */
  failure: string | null
}

/** A thread for blocking disk calls; started on first use, and again after a crash. */
export class DiskThread {
  readonly #script
  readonly #waiting = new Map<number, (failure: string | null) => void>()
  #thread: Worker | null = null
  #orders = 0

  constructor(script: URL) {
    this.#script = script
  }

  /** @returns the error, or null */
  run(order: Omit<Order, 'id'>): Promise<string | null> {
    this.#thread ??= this.#start()
    // It keeps the process alive only while somebody waits.
    this.#thread.ref()
    const id = this.#orders++
    this.#thread.postMessage({ id, ...order } satisfies Order)
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  #start(): Worker {
    const started = new Worker(this.#script, {
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
    })
    started.on('message', ({ id, failure }: Done) => this.#settle([id], failure))
    started.on('error', (error) => {
      this.#thread = null
      this.#settle([...this.#waiting.keys()], String(error))
    })
    return started
  }

  #settle(ids: number[], failure: string | null): void {
    for (const id of ids) {
      this.#waiting.get(id)?.(failure)
      this.#waiting.delete(id)
    }
    if (this.#waiting.size === 0) this.#thread?.unref()
  }
}
