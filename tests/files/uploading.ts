import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp from 'sharp'
import supertest from 'supertest'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

/** A grey picture, as uploaded. */
export const photo = (width = 900, height = 600) => sharp(plain(width, height)).jpeg().toBuffer()

export const plain = (width: number, height: number) => ({
  create: { width, height, channels: 3 as const, background: '#888' },
})

/** A client of pages and API that can send files. */
export const sending = (world: World, member: Member) => ({
  byApi: (picture: Buffer, key?: string, name = 'photo.jpg') =>
    supertest(world.url)
      .put('/api/v1/me/picture')
      .set('Authorization', `Bearer ${member.token}`)
      .set(key ? { 'Idempotency-Key': key } : {})
      .attach('picture', picture, name),
  byPage: (picture: Buffer, key = '', name = 'photo.jpg') =>
    member.pages
      .post('/profile/picture')
      .field(key ? { idempotency_key: key } : {})
      .attach('picture', picture, name)
      .redirects(0),
})

/** The stored files, without unfinished uploads. */
export async function stored({ ctx }: World): Promise<string[]> {
  const entries = await readdir(dirname(ctx.files.incoming), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

export const onTheWay = ({ ctx }: World) => readdir(ctx.files.incoming).catch(() => [])

export const pictureOf = async ({ ctx }: World, { id }: Member) => {
  const accounts = ctx.db.selectFrom('accounts').select('picture_id').where('id', '=', id)
  return (await accounts.executeTakeFirstOrThrow()).picture_id
}
