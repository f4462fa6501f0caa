import type { World } from '../support/world.ts'
import type { Row } from './table.ts'

/** A dead job, if the address is about one. @returns its id */
export async function prepareJob({ ctx }: World, { path }: Pick<Row, 'path'>): Promise<number> {
  if (!path.startsWith('/admin/jobs')) return 0
  const now = ctx.clock.now()
  const dead = { status: 'dead', attempts: 20, run_at: now, created_at: now, finished_at: now } as const
  const job = ctx.db.insertInto('jobs').values({ kind: 'greet', payload: '{}', last_error: 'away', ...dead })
  return (await job.returning('id').executeTakeFirstOrThrow()).id
}
