import { adminAccountApi } from './account-api.ts'
import { adminSettingsApi } from './settings-api.ts'

/** For admins only. */
export const adminApi = [...adminAccountApi, ...adminSettingsApi]
