import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { inject } from 'vitest'
import { loadConfig } from '#config'
import type { Context } from '#context'
import { openTicket } from '#desk/tickets/tickets.ts'
import { addAccount } from '#people/accounts/accounts.ts'
import { hashPassword, passwordMatches } from '#people/accounts/passwords.ts'
import { makeBackup } from '#platform/backup/backup.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { openDesk } from '../../../src/open-context.ts'
import { ownFolder } from '../../process/program.ts'

export const pepper = 'the pepper of the desk that is backed up'
const secretKey = 'the secret key of the desk that is backed up'

export interface Desk {
  folder: string
  database: string
  /** Opens it as the program does. */
  open(): Promise<Context>
}

export async function emptyDesk(env: Record<string, string> = {}): Promise<Desk> {
  const folder = join(await ownFolder(), 'data')
  mkdirSync(folder, { mode: 0o700 })
  const database = join(folder, 'supportme.db')
  const config = () => loadConfig({ DATABASE_URL: `file:${database}`, SECRET_KEY: secretKey, PEPPER: pepper, ...env })
  return { folder, database, open: () => openDesk(config(), { log: pino({ level: 'silent' }) }) }
}

/** A desk with a customer, vera, and a ticket. */
export async function usedDesk(): Promise<Desk> {
  const desk = await emptyDesk()
  cpSync(inject('sqliteTemplate'), desk.database)
  const ctx = await desk.open()
  const hash = await hashPassword(ctx.config, 'tulips in the garden')
  const vera = await addAccount(ctx, { username: 'vera', email: 'vera@example.com' }, hash, 'customer')
  await openTicket(ctx, { ...vera, via: 'session' } as never, { title: 'My umbrella', message: 'It is in room 2.' })
  await closeContext(ctx)
  return desk
}

/** Whether vera can log in there, and how many tickets there are. */
export async function lookInto(desk: Desk) {
  const ctx = await desk.open()
  const vera = await ctx.db.selectFrom('accounts').selectAll().where('username', '=', 'vera').executeTakeFirst()
  const tickets = await ctx.db.selectFrom('tickets').select('title').execute()
  const logsIn = await passwordMatches(ctx.config, vera?.password_hash, 'tulips in the garden')
  await closeContext(ctx)
  return { logsIn, tickets: tickets.map(({ title }) => title) }
}

export const backUp = (desk: Desk, archive: string, secrets: Parameters<typeof makeBackup>[0]['secrets'] = []) =>
  makeBackup({
    database: desk.database,
    files: join(desk.folder, 'files'),
    secrets,
    archive,
    made_at: Date.UTC(2026, 10, 26),
  })

/** Every file in a folder with its content. */
export const contentOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]))
