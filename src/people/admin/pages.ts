import { adminListPages } from './account-list-pages.ts'
import { adminAccountPages } from './account-pages.ts'
import { deletionPages } from './deletion-pages.ts'
import { firstStepsPages } from './first-steps-pages.ts'
import { overviewPages } from './overview-pages.ts'
import { adminSettingsPages } from './settings-pages.ts'
import { suspensionPages } from './suspension-pages.ts'

/** For admins only. */
export const adminPages = [
  ...overviewPages,
  ...firstStepsPages,
  ...adminListPages,
  ...adminAccountPages,
  ...suspensionPages,
  ...deletionPages,
  ...adminSettingsPages,
]
