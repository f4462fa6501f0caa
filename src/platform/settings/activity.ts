import { defineAction, type Fact, type Values } from '#platform/activity/action.ts'
import { settingsTopic } from '#platform/live/publish.ts'

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
  topics: () => [settingsTopic],
})
