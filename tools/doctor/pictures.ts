import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '#platform/db/client.ts'
import { uploadsFail, whyNotStored } from '#platform/files/folder.ts'
import { namesOf } from '#platform/files/kinds.ts'
import { listPictures } from '#platform/files/queries.ts'
import { about, type Finding } from './finding.ts'

const { ok, problem } = about('pictures')
/** Checking more would take too long. */
const most = 20_000

/** Whether uploaded pictures can be stored, and those in the database exist. */
export async function checkPictures(db: Database, folder: string): Promise<Finding> {
  const reason = whyNotStored(folder)
  if (reason) return problem(uploadsFail(folder, reason))
  const ids = await listPictures(db, most)
  const missing = ids.filter((id) => namesOf(id).some((name) => !existsSync(join(folder, name)))).length
  if (missing > 0)
    return problem(
      `Uploaded pictures without their files in ${folder}: ${missing} of ${ids.length}. Set FILES_DIR to where they are, or restore them.`,
    )
  if (!existsSync(folder)) return ok(`None has been uploaded yet; they will lie in ${folder}.`)
  return ok(`Uploaded pictures in ${folder}: ${ids.length}, none without its files.`)
}
