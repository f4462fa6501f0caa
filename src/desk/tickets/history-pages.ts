import { type EntryModel, entryModels } from '#platform/audit/models.ts'
import { historyQuery } from '#platform/audit/schemas.ts'
import { view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { type Pager, pagerOf } from '#platform/pages/address.ts'
import { readHistory } from './history.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'audit/history': { ticket: { id: number; title: string }; entries: EntryModel[]; pager: Pager }
  }
}

export const historyPages = [
  page.get(
    '/tickets/:id/history',
    { for: 'staff', heavy: true, params: idParams, query: historyQuery },
    async (call) => {
      const { ctx, actor, params, query } = call
      const { ticket, rows, next } = await readHistory(ctx, actor, params.id, query.limit, query.cursor)
      return view('audit/history', `History of ticket ${ticket.id}`, {
        ticket: { id: ticket.id, title: ticket.title },
        entries: await entryModels(ctx, rows, ticket.id),
        pager: pagerOf(`/tickets/${ticket.id}/history`, {}, next, query.cursor !== undefined),
      })
    },
  ),
]
