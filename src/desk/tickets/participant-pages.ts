import { seeOther } from '#platform/http/answer.ts'
import { emptyBody } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { address, staffTicketForm } from './pages.ts'
import { addParticipant, removeParticipant } from './participants.ts'
import { newParticipant, participantParams } from './schemas.ts'

export const participantPages = [
  page.post(
    '/tickets/:id/participants',
    { ...staffTicketForm, body: newParticipant },
    async ({ ctx, actor, params, body }) => {
      await addParticipant(ctx, actor, params.id, body.who)
      return seeOther(address(params.id), 'Added to the ticket.')
    },
  ),
  page.post(
    '/tickets/:id/participants/:account/removal',
    { for: 'member', params: participantParams, body: emptyBody },
    async ({ ctx, actor, params }) => {
      await removeParticipant(ctx, actor, params.id, params.account)
      if (params.account === actor.id && !actor.is_staff) return seeOther('/tickets', 'You have left the ticket.')
      return seeOther(address(params.id), 'Removed from the ticket.')
    },
  ),
]
