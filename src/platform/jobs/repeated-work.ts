/** Runs work on request, never concurrently; once more if it was requested while running. */
export class RepeatedWork {
  readonly #work: () => Promise<unknown>
  readonly #failed: (error: unknown) => void
  #wanted = false
  #stopped = false
  #running: Promise<void> | null = null

  constructor(work: () => Promise<unknown>, { failed }: { failed: (error: unknown) => void }) {
    this.#work = work
    this.#failed = failed
  }

  want(): void {
    this.#wanted = true
    this.#running ??= this.#doWhileWanted().finally(() => {
      this.#running = null
    })
  }

  /** Waits for the running work. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #doWhileWanted(): Promise<void> {
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false
      try {
        await this.#work()
      } catch (error) {
        this.#failed(error)
      }
    }
  }
}
