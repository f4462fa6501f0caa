import { defineAction, type Fact } from '#platform/activity/action.ts'

export const passKeysRotated = defineAction<Fact & { key_id: number }>({
  name: 'pass_keys_rotated',
  phrase: 'made a new key for passes',
  entity: 'pass',
  after: ({ key_id }) => ({ key_id }),
})
