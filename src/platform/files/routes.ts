import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { DomainError, notFound } from '#errors'
import { type FileAnswer, stream } from '#platform/http/answer.ts'
import { api, type Call, page } from '#platform/http/route.ts'
import { nameOf, type PictureSize } from './kinds.ts'
import { findFile } from './queries.ts'

const params = z.object({ picture: z.string().regex(/^[\w-]{22}$/) })

/** A picture's file never changes. */
const headers = {
  'content-type': 'image/webp',
  'cache-control': 'private, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
}

/** Sends a picture if the actor may see it. */
const sendPicture =
  (size: PictureSize) =>
  async ({ ctx, actor, params: { picture: id } }: Call<'anyone', { picture: string }>): Promise<FileAnswer> => {
    const row = await findFile(ctx, id)
    const owner = ctx.features.pictures.find(({ kind }) => kind === row?.kind)
    if (!owner || !(await owner.maySee(ctx, actor, id))) throw notFound('picture')
    const file = await ctx.files.find(nameOf(id, size))
    if (!file) {
      ctx.log.error({ file: nameOf(id, size) }, 'the file of a picture is missing')
      throw new DomainError('not_found', 'file_missing', 'The file of this picture is missing.')
    }
    return stream(async (res) => {
      res.set({ ...headers, etag: `"${id}-${size}"` })
      if (res.req.fresh) return void res.status(304).end()
      res.set('content-length', String(file.size))
      if (res.req.method === 'HEAD') return void res.end()
      await pipeline(file.stream(), res).catch((error) => {
        if (error?.code !== 'ERR_STREAM_PREMATURE_CLOSE') ctx.log.error({ err: error, file: id }, 'picture not sent')
      })
    })
  }

const file = headers['content-type']

export const filePages = [
  page.get('/files/:picture', { for: 'anyone', params }, sendPicture('large')),
  page.get('/files/:picture/small', { for: 'anyone', params }, sendPicture('small')),
]

export const fileApi = [
  api.get(
    '/files/:picture',
    { summary: 'An uploaded picture, as image/webp', for: 'anyone', params, answers: { 200: null, 304: null }, file },
    sendPicture('large'),
  ),
  api.get(
    '/files/:picture/small',
    { summary: 'The same, small', for: 'anyone', params, answers: { 200: null, 304: null }, file },
    sendPicture('small'),
  ),
]
