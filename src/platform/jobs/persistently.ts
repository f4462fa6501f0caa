import { setTimeout as pause } from 'node:timers/promises'

/** Number of retries, and milliseconds between them. */
const again = 5
const after = 200

/**
 * Records what cannot be undone, with retries: a mail that was sent must not be sent again because the database was
 * busy.
 *
 * @param isFinal whether an error is permanent
 */
export async function persistently<T>(
  write: () => Promise<T>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await write()
    } catch (error) {
      if (isFinal(error) || tried > again) throw error
      await pause(after)
    }
  }
}
