import { closeSync, fdatasync, openSync } from 'node:fs'
import { StorageError } from '../storage-error.ts'
import { DiskThread, type Order } from './disk-thread.ts'

/** @returns the error, or null */
type Work = (order: Omit<Order, 'id'>) => Promise<string | null>

/** One thread for all databases of the process. */
const checkpointThread = new DiskThread(new URL('./checkpoint-thread.ts', import.meta.url))

/** Replaced in tests. */
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
/** With fewer syncs than this a checkpoint is not worth it. */
const syncsPerCheckpoint = 30

/**
 * Syncs the write-ahead log of an SQLite database. SQLite itself appends to it without syncing (`synchronous =
 * NORMAL`); each commit waits here before it is acknowledged. Syncs and checkpoints run outside of the event loop, and
 * all commits that come while the disk is busy share its next sync.
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

  /** @param path of the database, which must be open in WAL mode */
  constructor(path: string, its = disk) {
    this.#path = path
    // Closing this file releases no lock: SQLite has none on it.
    this.#fd = openSync(`${path}-wal`, 'r')
    this.#disk = its
  }

  /**
   * Waits until everything in the log is on disk.
   *
   * @throws {StorageError} disk or full
   */
  async synced(): Promise<void> {
    // A sync that is already running may have begun before the last commit.
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
    // A failed checkpoint loses nothing: the data is in the log, and the next one may succeed.
    this.#checkpoint ??= this.#disk.checkpoint({ path: this.#path, fd: this.#fd }).finally(() => {
      this.#syncs = 0
      this.#checkpointAt = performance.now()
      this.#checkpoint = null
    })
  }
}

const notSynced = (why: string) =>
  new StorageError(/^(ENOSPC|EDQUOT)$/.test(why) ? 'full' : 'disk', `the log of the database cannot be synced: ${why}`)
