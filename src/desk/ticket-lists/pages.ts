import { seeOther } from '#platform/http/answer.ts'
import { emptyBody, idParams } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { withFields } from '#platform/pages/forms.ts'
import { listAddress } from './address.ts'
import { showList } from './list-page.ts'
import { ticketBeside } from './next-ticket.ts'
import { removeView, renameView, savedViewsOf, saveView } from './saved-views.ts'
import { listQuery, newView, nextQuery, viewRenaming } from './schemas.ts'

/** The list with this address, as far as it is valid. */
const listOf = (address: string) => {
  const list = listQuery.safeParse(Object.fromEntries(new URLSearchParams(address)))
  const { cursor: _, ...start } = list.success ? list.data : listQuery.parse({})
  return start
}

export const ticketListPages = [
  page.get(
    '/tickets/next',
    { for: 'staff', query: nextQuery },
    async ({ ctx, actor, query: { from, after, step } }) => {
      const { id, list } = await ticketBeside(ctx, actor, from, after, step === 'previous' ? -1 : 1)
      return seeOther(id ? `/tickets/${id}` : list)
    },
  ),
  page.get('/tickets', { for: 'member', query: listQuery }, ({ ctx, actor, query }) => showList(ctx, actor, query)),
  page.post(
    '/saved-views',
    {
      for: 'member',
      body: newView,
      refused: ({ ctx, actor }, form) =>
        showList(ctx, actor, listOf(form.values.address ?? ''), {
          form: withFields(form, (field) => field === 'name'),
          view_id: null,
        }),
    },
    async ({ ctx, actor, body }) => {
      const { address } = await saveView(ctx, actor, body)
      return seeOther(listAddress(address), 'Saved. It is now listed with the queues.')
    },
  ),
  page.post(
    '/saved-views/:id',
    {
      for: 'member',
      params: idParams,
      body: viewRenaming,
      refused: async ({ ctx, actor, params }, form) => {
        const view = (await savedViewsOf(ctx, actor)).find(({ id }) => id === params.id)
        return showList(ctx, actor, listOf(view?.address ?? ''), { form, view_id: view?.id ?? null })
      },
    },
    async ({ ctx, actor, params, body }) => {
      await renameView(ctx, actor, params.id, body.name)
      const view = (await savedViewsOf(ctx, actor)).find(({ id }) => id === params.id)
      return seeOther(listAddress(view?.address ?? ''), 'Renamed.')
    },
  ),
  page.post(
    '/saved-views/:id/removal',
    { for: 'member', params: idParams, body: emptyBody },
    async ({ ctx, actor, params }) => {
      await removeView(ctx, actor, params.id)
      return seeOther('/tickets', 'The view is removed.')
    },
  ),
]
