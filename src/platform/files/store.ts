import { createReadStream } from 'node:fs'
import { mkdir, opendir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { syncToDisk } from '#lib/sync-to-disk.ts'
import { fileSystemError } from '#platform/db/storage-error.ts'

export interface StoredFile {
  size: number
  stream(): Readable
}

/** Stores files under names that the program makes. */
export interface FileStore {
  /** A folder for uploads in progress, on the same disk. */
  readonly incoming: string
  /**
   * Moves a file out of `incoming` into the store; once it returns, the file survives a power failure.
   *
   * @throws {StorageError} if the disk is full or fails
   */
  put(name: string, from: string): Promise<void>
  /** @returns null if there is no such file */
  find(name: string): Promise<StoredFile | null>
  /** Does nothing if there is no such file. */
  remove(name: string): Promise<void>
  /** All names, with the time when each was stored, in UNIX milliseconds. */
  list(): AsyncIterable<{ name: string; put_at: number }>
}

/** A store in a folder of this machine, or in one that several machines share. The folder is created on first use. */
export function openStore(folder: string): FileStore {
  const incoming = join(folder, 'incoming')
  return {
    incoming,
    async put(name, from) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await syncToDisk(from)
        await rename(from, join(folder, name))
        await syncToDisk(folder)
      } catch (error) {
        throw fileSystemError(error)
      }
    },
    async find(name) {
      const path = join(folder, name)
      const found = await stat(path).catch(nullIfMissing)
      return found?.isFile() ? { size: found.size, stream: () => createReadStream(path) } : null
    },
    remove: (name) => rm(join(folder, name), { force: true }),
    async *list() {
      const entries = await opendir(folder).catch(nullIfMissing)
      for await (const entry of entries ?? []) {
        if (!entry.isFile()) continue
        const found = await stat(join(folder, entry.name)).catch(nullIfMissing)
        if (found) yield { name: entry.name, put_at: found.mtimeMs }
      }
    },
  }
}

function nullIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
