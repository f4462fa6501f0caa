import { defineAction, type Fact, type Values } from '#platform/activity/action.ts'

interface ChoicesFact extends Fact {
  actor_id: number
  before: Values
  after: Values
}

export const mailChoicesChanged = defineAction<ChoicesFact>({
  entity: 'account',
  entityId: ({ actor_id }) => actor_id,
  name: 'mail_choices_changed',
  phrase: 'changed what comes by mail',
  before: ({ before }) => before,
  after: ({ after }) => after,
})
