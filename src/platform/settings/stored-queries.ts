import type { Database } from '#platform/db/client.ts'

export const listStoredSettings = (db: Database) => db.selectFrom('settings').select(['name', 'value']).execute()
