import { defineAction, type Fact, type Values } from '#platform/activity/action.ts'

interface SettingsFact extends Fact {
  before: Values
  after: Values
}

export const settingsChanged = defineAction<SettingsFact>({
  entity: 'settings',
  name: 'settings_changed',
  phrase: 'changed the settings',
  before: ({ before }) => before,
  after: ({ after }) => after,
  signals: () => [{ settings: true }],
})

export const settingsActions = [settingsChanged]
