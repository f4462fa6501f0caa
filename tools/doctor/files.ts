import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { megabytes } from '#platform/backup/files.ts'
import { besides } from '#platform/db/private-files.ts'
import { sizesOf } from '#platform/db/size.ts'
import { isWritable, nearest } from '#platform/files/folder.ts'
import { about, type Finding } from './finding.ts'

const room = about('disk')
const rights = about('permissions')
const least = 50_000_000
/** Twice what the desk cuts it to. */
const longLog = 200_000_000

/** Whether there is space beside the database for it to grow, and for a backup. */
export function checkDisk(path: string): Finding {
  const { bavail, bsize } = statfsSync(nearest(dirname(path)))
  const free = bavail * bsize
  const { file: size, log } = sizesOf(path)
  const text = `${megabytes(free)} are free beside the database, which has ${megabytes(size)}.`
  if (free < least) return room.problem(`${text} Make room soon: without it nothing can be written.`)
  if (log > longLog)
    return room.warning(
      `${text} ${path}-wal has ${megabytes(log)} more: a program that reads the database without a pause lets it grow; end that program.`,
    )
  return free < least + 2 * size ? room.warning(`${text} That is too little for a backup there.`) : room.ok(text)
}

/**
 * Whether the owner, and nobody else, can read and write the desk's files. The settings may belong to root and be
 * readable by a group.
 *
 * @param me the user that this program runs as; root may read everything
 */
export function checkPermissions(
  path: string,
  settings = '.env',
  me: number | undefined = process.getuid?.() || undefined,
  canWrite = isWritable,
): Finding {
  const folder = dirname(path)
  if (!existsSync(folder)) return rights.ok('There is nothing yet.')
  const ours = readdirSync(folder).filter((name) => name.startsWith(basename(path)) || besides.test(name))
  const secret = [...ours.map((name) => join(folder, name)), settings].filter((file) => existsSync(file))
  const isLent = (file: string) => file === settings && statSync(file).uid === 0
  const foreign = secret.find((file) => me !== undefined && statSync(file).uid !== me && !isLent(file))
  if (foreign)
    return rights.problem(`${foreign} belongs to another user: run this, and the desk, as that user, or chown it.`)
  const closed = [folder, ...['', '-wal', '-shm'].map((suffix) => path + suffix)].find(
    (file) => existsSync(file) && !canWrite(file),
  )
  if (closed) return rights.problem(`Nothing can be written to ${closed}: mount it, or chmod it, so that it can.`)
  const open = secret.filter((file) => isOpen(file, isLent(file) ? 0o007 : 0o077))
  if (open.length > 0)
    return rights.problem(
      `Others on this machine can get at ${open.join(', ')}: ${open.map((file) => `chmod ${isLent(file) ? 'o' : 'go'}= ${file}`).join('; ')}`,
    )
  if (isOpen(folder)) return rights.warning(`Others on this machine can look into ${folder}: chmod 700 ${folder}`)
  return rights.ok('The database and what lies beside it can be read by its owner alone.')
}

const isOpen = (file: string, others = 0o077) => (statSync(file).mode & others) !== 0
