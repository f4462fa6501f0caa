import { z } from 'zod'
import { mostCounted } from '#lib/counted.ts'
import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { isFiltered } from './address.ts'
import { savedViewJson, savedViewListJson, showListed, showView, ticketListJson } from './json.ts'
import { findTickets } from './listing.ts'
import { listQueue, queueCounts } from './queue-lists.ts'
import { removeView, renameView, savedViewsOf, saveView } from './saved-views.ts'
import { listQuery, newView, viewRenaming } from './schemas.ts'

const counts = z.record(z.string(), z.int().max(mostCounted))

export const ticketListApi = [
  api.get(
    '/tickets',
    {
      summary: 'Tickets of a queue in its order, or those found by search and filters',
      for: 'member',
      query: listQuery,
      answers: { 200: ticketListJson },
    },
    async ({ ctx, actor, query: { queue = 'open', limit, cursor, ...filters } }) => {
      const { rows, next } = isFiltered(filters)
        ? await findTickets(ctx, actor, filters, limit, cursor)
        : await listQueue(ctx, actor, queue, limit, cursor)
      return ok({ tickets: rows.map(showListed), next_cursor: next })
    },
  ),
  api.get(
    '/queues',
    {
      summary: `How many tickets wait in each queue, counted up to ${mostCounted}`,
      for: 'member',
      answers: { 200: counts },
    },
    async ({ ctx, actor }) => ok(await queueCounts(ctx, actor)),
  ),
  api.get(
    '/saved-views',
    { summary: 'Your saved lists of tickets', for: 'member', answers: { 200: savedViewListJson } },
    async ({ ctx, actor }) => ok({ saved_views: (await savedViewsOf(ctx, actor)).map(showView) }),
  ),
  api.post(
    '/saved-views',
    {
      summary: 'Save a list of tickets under a name',
      scope: 'tickets',
      for: 'member',
      body: newView,
      answers: { 201: savedViewJson },
    },
    async ({ ctx, actor, body }) => created('/api/v1/saved-views', showView(await saveView(ctx, actor, body))),
  ),
  api.patch(
    '/saved-views/:id',
    {
      summary: 'Rename a saved list',
      scope: 'tickets',
      for: 'member',
      params: idParams,
      body: viewRenaming,
      answers: { 200: savedViewJson },
    },
    async ({ ctx, actor, params, body }) => ok(showView(await renameView(ctx, actor, params.id, body.name))),
  ),
  api.delete(
    '/saved-views/:id',
    { summary: 'Remove a saved list', scope: 'tickets', for: 'member', params: idParams, answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await removeView(ctx, actor, params.id)
      return nothing
    },
  ),
]
