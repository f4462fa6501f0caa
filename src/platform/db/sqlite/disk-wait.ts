import { StorageError } from '../storage-error.ts'
import { beginWait } from '../timeouts.ts'
import type { FileGuard } from './file-guard.ts'

/** Milliseconds; the maximum delay of a timer. */
const longestTimer = 2 ** 31 - 1

/**
 * Waits until committed data is on disk.
 *
 * @throws {StorageError} unknown_outcome if the disk fails or does not answer in time
 */
export async function waitForDisk(synced: Promise<void>, guard: FileGuard | null): Promise<void> {
  const wait = beginWait()
  const late = Promise.withResolvers<never>()
  const limit = Math.min(wait.limit, longestTimer)
  const timer = setTimeout(() => late.reject(new StorageError('slow', 'The disk did not answer in time.')), limit)
  try {
    await Promise.race([synced, late.promise])
  } catch (error) {
    guard?.note(error)
    throw new StorageError('unknown_outcome', 'What was committed may not be on the disk.', { cause: error })
  } finally {
    clearTimeout(timer)
    wait.end()
  }
}
