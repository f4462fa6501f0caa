import { open } from 'node:fs/promises'

/** Returns when the system has written the file, or the names in the folder, to the disk. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
