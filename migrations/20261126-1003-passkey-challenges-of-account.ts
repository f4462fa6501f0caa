import type { Kysely } from 'kysely'

/** For whatever revokes the registrations of passkeys that an account has begun. */
export async function up(db: Kysely<unknown>) {
  await db.schema.createIndex('passkey_challenges_of_account').on('passkey_challenges').column('account_id').execute()
}
