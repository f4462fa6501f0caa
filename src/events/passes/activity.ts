import { defineAction, type Fact } from '#platform/activity/action.ts'

interface PassFact extends Fact {
  pass_id: number
  event_id: number
}

export const passShown = defineAction<PassFact>({
  name: 'pass_shown',
  phrase: 'showed {the pass}',
  entity: 'pass',
  entityId: ({ pass_id }) => pass_id,
  after: ({ event_id }) => ({ event_id }),
})

export const passKeysRotated = defineAction<Fact & { key_id: number }>({
  name: 'pass_keys_rotated',
  phrase: 'made a new key for passes',
  entity: 'pass',
  after: ({ key_id }) => ({ key_id }),
})
