import { closeSync, fdatasync, openSync } from 'node:fs'
import { DiskThread, type Order } from './disk-thread.ts'
import { StorageError } from './storage-error.ts'

/** @returns what went wrong, or null */
type Work = (order: Omit<Order, 'id'>) => Promise<string | null>

/** One for all databases of the process. */
const checkpointThread = new DiskThread(new URL('./checkpoint-thread.ts', import.meta.url))

/** What a test puts in place of the disk. */
interface Disk {
  sync: Work
  checkpoint: Work
}

export const disk: Disk = {
  sync: ({ fd }) => new Promise((resolve) => fdatasync(fd, (error) => resolve(error && (error.code ?? String(error))))),
  checkpoint: (order) => checkpointThread.run(order),
}

/** Milliseconds between two checkpoints. */
const checkpointEvery = 1000
/** Syncs without which there is nothing worth a checkpoint. */
const syncsPerCheckpoint = 30

/**
 * The write-ahead log of an SQLite database on its way to the disk. SQLite itself appends to it without waiting
 * (`synchronous = NORMAL`), and whoever has committed waits here before anybody is told. The event loop goes on
 * meanwhile, and all who commit while the disk is busy share its next turn. Checkpoints are off the event loop, too.
 */
export class WriteAheadLog {
  readonly #path
  readonly #fd
  readonly #disk
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null
  #syncs = 0
  #checkpointAt = performance.now()
  #checkpoint: Promise<unknown> | null = null

  /** @param path of the database, which has to be open in WAL mode */
  constructor(path: string, its = disk) {
    this.#path = path
    // Closing it takes no lock away: SQLite has none on this file.
    this.#fd = openSync(`${path}-wal`, 'r')
    this.#disk = its
  }

  /**
   * Waits until all that is in the log now is on the disk.
   *
   * @throws {StorageError} disk or full
   */
  async synced(): Promise<void> {
    // What runs already may have begun before the last commit.
    this.#next ??= this.#afterRunning()
    await this.#next
  }

  async close(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(() => {})
    await this.#checkpoint
    closeSync(this.#fd)
  }

  async #afterRunning(): Promise<void> {
    await this.#running?.catch(() => {})
    this.#next = null
    this.#running = this.#sync()
    await this.#running
  }

  async #sync(): Promise<void> {
    const failure = await this.#disk.sync({ path: this.#path, fd: this.#fd })
    if (failure !== null) throw notSynced(failure)
    this.#syncs += 1
    if (this.#syncs < syncsPerCheckpoint || performance.now() - this.#checkpointAt < checkpointEvery) return
    // One that fails is no loss: all is in the log, and the next one may succeed.
    this.#checkpoint ??= this.#disk.checkpoint({ path: this.#path, fd: this.#fd }).finally(() => {
      this.#syncs = 0
      this.#checkpointAt = performance.now()
      this.#checkpoint = null
    })
  }
}

const notSynced = (why: string) =>
  new StorageError(/^(ENOSPC|EDQUOT)$/.test(why) ? 'full' : 'disk', `the log of the database cannot be synced: ${why}`)
