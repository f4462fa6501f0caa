import { chown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What root makes for a desk of another user belongs to that user, as the desk's folder does: nobody else could use it. */
export async function giveToOwnerOf(folder: string, made: string[]): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(folder)
  for (const path of made) {
    const isFolder = (await stat(path)).isDirectory()
    const inside = isFolder ? (await readdir(path, { recursive: true })).map((name) => join(path, name)) : []
    for (const one of [path, ...inside]) await chown(one, uid, gid)
  }
}
