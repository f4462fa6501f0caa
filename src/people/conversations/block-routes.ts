import { z } from 'zod'
import { type FormattedTime, formatTime, isoTime } from '#lib/format-time.ts'
import { ok, view } from '#platform/http/answer.ts'
import { api, page } from '#platform/http/route.ts'
import { personJson } from '#platform/identity/json.ts'
import type { Person } from '#platform/identity/people.ts'
import { readBlocks } from './blocks.ts'
import { listPageQuery, listQuery } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'conversations/blocked': {
      rows: { person: Person; blocked_at: FormattedTime }[]
      next: string | null
    }
  }
}

const perPage = 25
const address = '/conversations/blocked'

export const blockPages = [
  page.get(address, { for: 'member', query: listPageQuery }, async ({ ctx, actor, query }) => {
    const { rows, next } = await readBlocks(ctx, actor, perPage, query.cursor)
    return view('conversations/blocked', 'People you block', {
      rows: rows.map(({ person, blocked_at }) => ({ person, blocked_at: formatTime(ctx, blocked_at) })),
      next: next && `${address}?cursor=${next}`,
    })
  }),
]

const blockListJson = z.object({
  blocks: z.array(z.object({ person: personJson, blocked_at: z.iso.datetime() })),
  next_cursor: z.string().nullable(),
})

export const blockApi = [
  api.get(
    '/blocks',
    {
      summary: 'People you have blocked, latest first',
      for: 'member',
      query: listQuery,
      answers: { 200: blockListJson },
    },
    async ({ ctx, actor, query: { limit, cursor } }) => {
      const { rows, next } = await readBlocks(ctx, actor, limit, cursor)
      const blocks = rows.map(({ person, blocked_at }) => ({ person, blocked_at: isoTime(blocked_at) }))
      return ok({ blocks, next_cursor: next })
    },
  ),
]
