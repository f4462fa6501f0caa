import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** 256 kB at once: smaller pieces cost system calls, larger ones miss the processor's cache. */
export const readInPieces = (path: string) => createReadStream(path, { highWaterMark: 1 << 18 })

export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  await pipeline(readInPieces(path), hash)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

export const megabytes = (bytes: number) =>
  `${(bytes && Math.max(1, Math.round(bytes / 1_000_000))).toLocaleString('en')} MB`

/** @throws when the folder's disk has less space than this */
export async function needRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= bytes) return
  throw new Error(
    `There is too little room in ${folder}: ${megabytes(bytes)} are needed, ${megabytes(bavail * bsize)} are free.`,
  )
}
