import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namesOf } from '#platform/files/kinds.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import type { Member } from './people.ts'
import type { World } from './world.ts'

/** A PNG of one pixel. */
export const smallestPicture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Gives an account a picture that was never converted, which would take its time. @returns its id */
export async function givePicture({ ctx }: Pick<World, 'ctx'>, { id: account }: Pick<Member, 'id'>): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const row = { id, kind: 'profile', width: 1, height: 1, size: 2 * smallestPicture.length } as const
  await mkdir(ctx.files.incoming, { recursive: true })
  for (const name of namesOf(id)) {
    await writeFile(join(ctx.files.incoming, name), smallestPicture)
    await ctx.files.put(name, join(ctx.files.incoming, name))
  }
  await ctx.db
    .insertInto('files')
    .values({ ...row, created_at: ctx.clock.now() })
    .execute()
  await updateAccount(ctx, account, { picture_id: id })
  return id
}
