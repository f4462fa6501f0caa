import { nothing } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { onTicket, staffTicket } from './api.ts'
import { addParticipant, removeParticipant } from './participants.ts'
import { newParticipant, participantParams } from './schemas.ts'

export const participantApi = [
  api.post(
    '/tickets/:id/participants',
    {
      ...staffTicket,
      summary: 'Let another customer take part in a ticket: read and write in it as its own customer does',
      scope: 'tickets',
      body: newParticipant,
    },
    onTicket((ctx, actor, id, { who }) => addParticipant(ctx, actor, id, who)),
  ),
  api.delete(
    '/tickets/:id/participants/:account',
    {
      summary: 'Leave a ticket you take part in; staff can remove anybody',
      scope: 'tickets',
      for: 'member',
      params: participantParams,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await removeParticipant(ctx, actor, params.id, params.account)
      return nothing
    },
  ),
]
