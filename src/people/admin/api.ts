import { adminAccountApi } from './account-api.ts'
import { adminSettingsApi } from './settings-api.ts'

/** Everything here is for admins alone. */
export const adminApi = [...adminAccountApi, ...adminSettingsApi]
