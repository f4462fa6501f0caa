import { open } from 'node:fs/promises'

/** Returns once the file's content, or the folder's entries, are on disk. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
