/** Runs work on request, never concurrently; once more if it was requested while running. */
export class RepeatedWork {
  readonly #work: () => Promise<unknown>
  readonly #failed: (error: unknown) => void
  #requested = false
  #stopped = false
  #running: Promise<void> | null = null

  constructor(work: () => Promise<unknown>, { failed }: { failed: (error: unknown) => void }) {
    this.#work = work
    this.#failed = failed
  }

  request(): void {
    this.#requested = true
    this.#running ??= this.#doWhileRequested().finally(() => {
      this.#running = null
    })
  }

  /** Waits for the running work. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #doWhileRequested(): Promise<void> {
    while (this.#requested && !this.#stopped) {
      this.#requested = false
      try {
        await this.#work()
      } catch (error) {
        this.#failed(error)
      }
    }
  }
}
