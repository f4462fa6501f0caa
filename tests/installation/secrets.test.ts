import pino from 'pino'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Environment, loadConfig } from '#config'
import type { Context } from '#context'
import { addAccount } from '#people/accounts/accounts.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { acceptSecrets } from '#platform/installation/secrets.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { openDesk } from '../../src/open-context.ts'
import { checkSecretsOf } from '../../tools/doctor/secrets.ts'
import { engine, freshDatabase } from '../support/database.ts'

const url = await freshDatabase()
const [old, current, other] = ['the pepper of years ago', 'the pepper of this year', 'a pepper of another desk']
const warnings: string[] = []
const log = pino({ level: 'warn' }, { write: (line) => warnings.push(JSON.parse(line).msg) })
const opened: Context[] = []
const closeAll = () => Promise.all(opened.splice(0).map(closeContext))
afterAll(closeAll)

const configOf = (env: Environment) =>
  loadConfig({ DATABASE_URL: url, SECRET_KEY: 'a secret key for tests', MAIL_URL: 'off', ...env })

/** Starts the program with these secrets. */
async function start(env: Environment): Promise<Context> {
  const ctx = await openDesk(configOf(env), { log })
  opened.push(ctx)
  return ctx
}

const refusal = /^PEPPER is not the one that this database was used with/

describe('a desk that was used with a pepper', () => {
  beforeEach(async () => {
    const ctx = opened[0] ?? (await start({ PEPPER: old }))
    await ctx.db.deleteFrom('installation').execute()
    await start({ PEPPER: old })
    warnings.length = 0
  })

  test('does not start with another', async () => {
    await expect(start({ PEPPER: other })).rejects.toThrow(refusal)
    await expect(start({ PEPPER: other, PREVIOUS_PEPPERS: current })).rejects.toThrow(refusal)
    await start({ PEPPER: old })
  })

  test('starts with a new one that names it as a previous one, and not with the old alone from then on', async () => {
    await start({ PEPPER: current, PREVIOUS_PEPPERS: `${other}, ${old}` })
    await start({ PEPPER: current })
    await expect(start({ PEPPER: old })).rejects.toThrow(refusal)
  })

  test('starts with another once that was accepted', async () => {
    await acceptSecrets({
      ...(opened[0] as Context),
      config: loadConfig({ PEPPER: other, SECRET_KEY: 'another secret key' }),
    })
    await start({ PEPPER: other })
    await expect(start({ PEPPER: old })).rejects.toThrow(refusal)
  })

  test('starts with another secret key once all others have stopped, and says what that does', async () => {
    await start({ PEPPER: old })
    expect(warnings).toEqual([])
    const another = { PEPPER: old, SECRET_KEY: 'another secret key' }
    // On SQLite programs notice each other by their processes: see tests/process/lost-database.test.ts.
    if (engine === 'postgres') {
      await expect(start(another)).rejects.toThrow(/^Another program of SupportMe .* another SECRET_KEY/)
      expect(await checkSecretsOf((opened[0] as Context).db, configOf(another))).toMatchObject({ state: 'problem' })
      await start({ PEPPER: old })
    }
    await closeAll()
    await start(another)
    await closeAll()
    expect(warnings).toEqual(['SECRET_KEY has changed: everybody has been logged out'])
  })

  test('does not start with another either where only the passwords tell which one it was', async () => {
    const ctx = await start({ PEPPER: old })
    await addAccount(
      ctx,
      { username: 'vera', email: 'vera@example.com' },
      await hashPassword(ctx.config, 'tulip garden'),
      'customer',
    )
    await ctx.db.deleteFrom('installation').execute()
    await expect(start({ PEPPER: other })).rejects.toThrow(refusal)
    await start({ PEPPER: current, PREVIOUS_PEPPERS: old })
  })
})
