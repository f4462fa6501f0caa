import { lchown, lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What root makes for a desk of another user belongs to that user, as the desk's folder does: nobody else could use it.
 * A link is given away itself, never what it leads to: that user may have put it there.
 */
export async function giveToOwnerOf(folder: string, made: string[]): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(folder)
  for (const path of made) {
    const isFolder = (await lstat(path)).isDirectory()
    const inside = isFolder ? (await readdir(path, { recursive: true })).map((name) => join(path, name)) : []
    for (const one of [path, ...inside]) await lchown(one, uid, gid)
  }
}

/** The same of what root makes in a folder of the database's owner, as a backup; elsewhere it stays root's. */
export async function giveBesideOwnerOf(database: string, folder: string, made: string): Promise<void> {
  if ((await stat(folder)).uid === (await stat(database)).uid) await giveToOwnerOf(folder, [made])
}
