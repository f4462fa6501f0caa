import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { StaffType } from '#platform/db/schema.ts'
import { colleagueKind } from './notification-kinds.ts'
import { listIfAdmin } from './notification-queries.ts'

interface InvitationFact extends Fact {
  actor_id: number
  invitation_id: number
}

const invitationAction = {
  entity: 'invitation',
  entityId: ({ invitation_id }: InvitationFact) => invitation_id,
} as const

type RoleFact = InvitationFact & { account_type: StaffType }
const role = ({ account_type }: RoleFact) => ({ account_type })

export const colleagueInvited = defineAction<RoleFact>({
  ...invitationAction,
  name: 'colleague_invited',
  phrase: 'invited a colleague by {the invitation}',
  after: role,
})

export const colleagueInvitationWithdrawn = defineAction<InvitationFact>({
  ...invitationAction,
  name: 'colleague_invitation_withdrawn',
  phrase: 'withdrew {the invitation} of a colleague',
})

export const colleagueInvitationAccepted = defineAction<RoleFact & { invited_by: number }>({
  ...invitationAction,
  name: 'colleague_invitation_accepted',
  phrase: 'accepted {the invitation}',
  after: role,
  notify: ({ actor_id, invited_by }) => [
    { kind: colleagueKind, subject: { type: 'colleague', id: actor_id }, to: (ctx) => listIfAdmin(ctx, invited_by) },
  ],
})
