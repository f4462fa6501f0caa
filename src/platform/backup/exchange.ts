import { existsSync, statSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writtenToDisk } from './files.ts'

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
 * Moves files to their places and what is there out of the way; where one cannot be moved, all are moved back. What
 * belongs to the old database (its log, which must not meet the new one) keeps its ending, so that it goes on working
 * under the new name.
 *
 * @param emptied what is moved away although nothing takes its place
 * @returns the new names of what was there
 */
export async function exchange(
  places: Place[],
  database: string,
  now: number,
  emptied: string[] = [],
): Promise<string[]> {
  const old = `.before-restore-${stampOf(now)}`
  const away = ['', '-wal', '-shm'].map((suffix) => ({ from: database + suffix, to: database + old + suffix }))
  for (const { from, to } of places)
    if (to !== database && existsSync(to) && !(await sameContent(from, to))) away.push({ from: to, to: to + old })
  for (const path of emptied) away.push({ from: path, to: path + old })
  const moves = [...away.filter(({ from }) => existsSync(from)), ...places]
  const done: Place[] = []
  try {
    for (const { from } of places) await allWrittenToDisk(from)
    for (const move of moves) {
      await rename(move.from, move.to)
      done.push(move)
    }
    await writtenToDisk(dirname(database))
  } catch (error) {
    for (const { from, to } of done.reverse()) await rename(to, from)
    throw error
  }
  return done.filter(({ to }) => to.includes(old)).map(({ to }) => to)
}

async function sameContent(one: string, other: string): Promise<boolean> {
  if (statSync(one).isDirectory()) return false
  return (await readFile(one)).equals(await readFile(other))
}

async function allWrittenToDisk(path: string): Promise<void> {
  if (statSync(path).isDirectory()) for (const name of await readdir(path)) await writtenToDisk(join(path, name))
  await writtenToDisk(path)
}

/** A folder from which `to` can be moved into place: the same, or a copy beside that place on another disk. */
export async function onSameDisk(from: string, to: string): Promise<string> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  if (statSync(dirname(to)).dev === statSync(from).dev) return from
  const copy = `${to}.restoring`
  await rm(copy, { recursive: true, force: true })
  await cp(from, copy, { recursive: true })
  return copy
}
