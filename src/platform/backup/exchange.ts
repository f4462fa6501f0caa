import { existsSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
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
 * @returns the new names of what was there
 */
export async function exchange(places: Place[], database: string, now: number): Promise<string[]> {
  const old = `.before-restore-${stampOf(now)}`
  const away = ['', '-wal', '-shm'].map((suffix) => ({ from: database + suffix, to: database + old + suffix }))
  for (const { from, to } of places)
    if (to !== database && existsSync(to) && !(await sameContent(from, to))) away.push({ from: to, to: to + old })
  const moves = [...away.filter(({ from }) => existsSync(from)), ...places]
  const done: Place[] = []
  try {
    for (const { from } of places) await writtenToDisk(from)
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

const sameContent = async (one: string, other: string) => (await readFile(one)).equals(await readFile(other))
