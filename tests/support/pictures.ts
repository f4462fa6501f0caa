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

type Pictures = Pick<World, 'ctx'>

/** Gives an account a picture without converting it, which would be slow. @returns its id */
export async function givePicture({ ctx }: Pictures, { id: account }: Pick<Member, 'id'>): Promise<string> {
  const id = await storeSmallest({ ctx }, 'profile')
  await updateAccount(ctx, account, { picture_id: id })
  return id
}

/** The same for an event. */
export async function givePictureTo({ ctx }: Pictures, eventId: number): Promise<void> {
  const picture_id = await storeSmallest({ ctx }, 'event')
  await ctx.db.updateTable('events').set({ picture_id }).where('id', '=', eventId).execute()
}

async function storeSmallest({ ctx }: Pictures, kind: 'profile' | 'event'): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const row = { id, kind, width: 1, height: 1, size: 2 * smallestPicture.length }
  await mkdir(ctx.files.incoming, { recursive: true })
  for (const name of namesOf(id)) {
    await writeFile(join(ctx.files.incoming, name), smallestPicture)
    await ctx.files.put(name, join(ctx.files.incoming, name))
  }
  await ctx.db
    .insertInto('files')
    .values({ ...row, created_at: ctx.clock.now() })
    .execute()
  return id
}
