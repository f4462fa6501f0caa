import type { Config } from '#config'
import { listKeys } from '#events/passes/key-queries.ts'
import { canOpen } from '#events/passes/keys.ts'
import type { Database } from '#platform/db/client.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning } = about('passes')

/** Whether the key that signs the codes of passes can be decrypted with the present SECRET_KEY. */
export async function checkPassKeys(db: Database, config: Config): Promise<Finding> {
  const keys = await listKeys({ db })
  const current = keys.findLast(({ retired_at }) => retired_at === null)
  if (!current) return ok('There is none yet; it is made when the first pass is shown.')
  if (canOpen(config, current)) return ok(`Key ${current.id} signs the codes of passes.`)
  return warning(
    `Key ${current.id} was encrypted under another SECRET_KEY: when the next pass is shown a new one is made. Codes that are shown just now stay good.`,
  )
}
