import { copyFile, link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { picturesOf } from '#platform/db/sqlite/file.ts'
import { namesOf } from '#platform/files/kinds.ts'
import { filesName } from './manifest.ts'

interface Gathered {
  files: { name: string; path: string }[]
  missing: number
}

/**
 * Collects the files of all pictures that a copy of the database names; later deletions do not affect them.
 *
 * @param folder where pictures are stored
 * @param work the folder to collect them in
 */
export async function gatherPictures(copy: string, folder: string, work: string): Promise<Gathered> {
  const names = (await picturesOf(copy)).flatMap(namesOf)
  const gathered: Gathered = { files: [], missing: 0 }
  if (names.length > 0) await mkdir(join(work, filesName))
  for (const name of names) {
    const file = { name: `${filesName}/${name}`, path: join(work, filesName, name) }
    if (await linkOrCopy(join(folder, name), file.path)) gathered.files.push(file)
    else gathered.missing += 1
  }
  return gathered
}

/** @returns false if there is no such file */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    // A picture's file never changes, so a hard link is as good as a copy.
    await link(from, to).catch((error) => {
      if (error.code === 'ENOENT') throw error
      return copyFile(from, to)
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
