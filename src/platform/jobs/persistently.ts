import { setTimeout as pause } from 'node:timers/promises'

/** How often the end of work that cannot be undone is written down again, and milliseconds between. */
const again = 5
const after = 200

/**
 * Writes down what cannot be undone: a mail that is out must not be sent again because the database was busy then.
 *
 * @param isFinal whether a failure will not pass
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
