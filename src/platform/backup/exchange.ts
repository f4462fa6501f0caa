import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncToDisk } from '#lib/sync-to-disk.ts'
import { filesName, isStoredFile } from './manifest.ts'
import { giveToOwnerOf } from './owner.ts'

interface Place {
  from: string
  to: string
}

/** "20261126-071455", in UTC */
const stampOf = (now: number) =>
  new Date(now)
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-')

/**
 * Moves files to their places, and renames what is there. If one cannot be moved, all are moved back. Files that belong
 * to the old database keep their suffix, so that it still works under its new name; its log must not meet the new
 * database.
 *
 * @param pictures where they are, in a subfolder of the desk's; null if there are none
 * @returns the new names of the old files
 */
export async function exchange(
  places: Place[],
  database: string,
  now: number,
  pictures: { from: string | null; to: string },
): Promise<string[]> {
  const stamp = stampOf(now)
  const old = `.before-restore-${stamp}`
  const away = ['', '-wal', '-shm'].map((suffix) => ({ from: database + suffix, to: database + old + suffix }))
  for (const { from, to } of places)
    if (to !== database && existsSync(to) && !(await sameContent(from, to))) away.push({ from: to, to: to + old })
  // The folder itself stays: it may be a mount point, or in a folder that we cannot write.
  const former = join(pictures.to, `before-restore-${stamp}`)
  const swaps = [
    ...moved(await picturesIn(pictures.to), pictures.to, former),
    ...moved(await picturesIn(pictures.from), pictures.from ?? '', pictures.to),
  ]
  const aside = away.filter(({ from }) => existsSync(from))
  const done: Place[] = []
  const moveAll = async (moves: Place[]) => {
    for (const move of moves) {
      await rename(move.from, move.to)
      done.push(move)
    }
  }
  try {
    for (const { from } of places) await syncToDisk(from)
    if (pictures.from) for (const name of await readdir(pictures.from)) await syncToDisk(join(pictures.from, name))
    if (swaps.some(({ from }) => dirname(from) === pictures.to)) {
      await mkdir(former, { mode: 0o700 })
      await giveToOwnerOf(dirname(database), [former])
    }
    await moveAll([...aside, ...swaps])
    if (swaps.length > 0) await syncToDisk(pictures.to)
    // The database comes last: without it no server starts.
    await moveAll(places.toReversed())
    await syncToDisk(dirname(database))
  } catch (error) {
    for (const { from, to } of done.reverse()) await rename(to, from)
    await rmdir(former).catch(() => {})
    throw error
  }
  return [...aside.map(({ to }) => to), ...(existsSync(former) ? [former] : [])]
}

const moved = (names: string[], from: string, to: string): Place[] =>
  names.map((name) => ({ from: join(from, name), to: join(to, name) }))

const picturesIn = async (folder: string | null): Promise<string[]> =>
  folder === null || !existsSync(folder)
    ? []
    : (await readdir(folder)).filter((name) => isStoredFile(`${filesName}/${name}`))

async function sameContent(one: string, other: string): Promise<boolean> {
  return (await readFile(one)).equals(await readFile(other))
}

/**
 * Moves a folder into another, even to another disk.
 *
 * @param desk the desk's folder, whose owner becomes the owner
 * @returns its new path
 */
export async function broughtInto(folder: string, from: string, desk: string): Promise<string> {
  const to = join(folder, 'restoring')
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made) await giveToOwnerOf(desk, [made])
  await rm(to, { recursive: true, force: true })
  try {
    await rename(from, to).catch((error) => {
      if (error.code !== 'EXDEV') throw error
      return cp(from, to, { recursive: true })
    })
    await giveToOwnerOf(desk, [to])
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
  return to
}
