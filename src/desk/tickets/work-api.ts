import { z } from 'zod'
import { created, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { personJson } from '#platform/identity/json.ts'
import { personOf } from '#platform/identity/people.ts'
import { onTicket, staffTicket } from './api.ts'
import { assignTicket } from './assignments.ts'
import { writeNote } from './notes.ts'
import { setPriority } from './priority.ts'
import { listStaff } from './recipient-queries.ts'
import { assignment, newNote, priorityChange, tagQuery, tagsChange } from './schemas.ts'
import { setTags, suggestTags } from './tags.ts'

const noted = z.object({
  ticket_id: z.int(),
  message_id: z.int(),
  unknown_mentions: z
    .array(z.string())
    .meta({ description: 'Names after an @ of which no colleague can read the note.' }),
})

export const workApi = [
  api.post(
    '/tickets/:id/notes',
    {
      summary: 'Write an internal note, which no customer ever sees',
      scope: 'tickets',
      for: 'staff',
      params: idParams,
      body: newNote,
      answers: { 201: noted },
    },
    async ({ ctx, actor, params, body }) => {
      const note = await writeNote(ctx, actor, params.id, body.note)
      return created(`/api/v1/tickets/${params.id}/messages`, { ticket_id: params.id, ...note })
    },
  ),
  api.put(
    '/tickets/:id/assignment',
    {
      ...staffTicket,
      scope: 'tickets',
      summary: 'Hand a ticket to a colleague, or back to the queue',
      body: assignment,
    },
    onTicket(assignTicket),
  ),
  api.put(
    '/tickets/:id/priority',
    { ...staffTicket, scope: 'tickets', summary: 'Change a ticket’s priority', body: priorityChange },
    onTicket((ctx, actor, id, { priority }) => setPriority(ctx, actor, id, priority)),
  ),
  api.put(
    '/tickets/:id/tags',
    { ...staffTicket, scope: 'tickets', summary: 'Replace a ticket’s tags', body: tagsChange },
    onTicket((ctx, actor, id, { tags }) => setTags(ctx, actor, id, tags)),
  ),
  api.get(
    '/staff',
    {
      summary: 'Colleagues a ticket can be handed to',
      for: 'staff',
      answers: { 200: z.object({ staff: z.array(personJson) }) },
    },
    async ({ ctx }) => ok({ staff: (await listStaff(ctx)).map(personOf) }),
  ),
  api.get(
    '/tags',
    {
      summary: 'Up to eight tags in use that begin with `q`',
      for: 'staff',
      query: tagQuery,
      answers: { 200: z.object({ tags: z.array(z.string()) }) },
    },
    async ({ ctx, query }) => ok({ tags: await suggestTags(ctx, query.q) }),
  ),
]
