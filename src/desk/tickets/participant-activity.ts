import { defineAction } from '#platform/activity/action.ts'
import { type ByPerson, byAnyone, byStaff, ticketAction } from './activity.ts'
import { addedKind } from './notification-kinds.ts'
import { ticketSubject } from './topics.ts'

interface ParticipantFact extends ByPerson {
  /** The participant added or removed. */
  account_id: number
}

/** `ticket` is the state after, so that it appears in the participant's lists. */
export const participantAdded = defineAction<ParticipantFact>({
  ...ticketAction,
  name: 'participant_added',
  phrase: 'added somebody to {the ticket}',
  after: ({ account_id }) => ({ participant_id: account_id }),
  line: {
    text: 'added {a participant} to this ticket',
    of: (fact) => ({ ...byStaff(fact), subject_id: fact.account_id }),
  },
  notify: ({ ticket, account_id }, message_id) => [
    { kind: addedKind, subject: ticketSubject(ticket.id), message_id, to: [account_id] },
  ],
})

/** `ticket` is the state before, so that it disappears from their lists. */
export const participantRemoved = defineAction<ParticipantFact>({
  ...ticketAction,
  name: 'participant_removed',
  phrase: 'removed somebody from {the ticket}',
  before: ({ account_id }) => ({ participant_id: account_id }),
  line: {
    text: 'removed {a participant} from this ticket',
    of: (fact) => ({ ...byStaff(fact), subject_id: fact.account_id }),
  },
})

/** The same, by the participant. */
export const participantLeft = defineAction<ParticipantFact>({
  ...participantRemoved,
  name: 'participant_left',
  phrase: 'left {the ticket}',
  line: { text: 'left this ticket', of: byAnyone },
})
