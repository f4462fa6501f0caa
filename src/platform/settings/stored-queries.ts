import type { Database } from '#platform/db/client.ts'

/** Where the logo's bytes are. */
export const logoRow = 'site_logo_file'
/** Whether the admins have put their list of first steps away. */
export const firstStepsRow = 'first_steps_hidden'

/** All but what is in the same table and no setting. */
export const listStoredSettings = (db: Database) =>
  db.selectFrom('settings').select(['name', 'value']).where('name', 'not in', [logoRow, firstStepsRow]).execute()
