import pino from 'pino'
import { type Config, loadConfig } from '#config'
import type { Context } from '#context'
import { environment } from '#platform/start/environment.ts'
import { openDesk } from '../src/open-context.ts'

/** The server's own settings; the database must exist. */
export const toolConfig = (): Config => loadConfig(environment({ mayBegin: false }))

export const toolOptions = { log: pino({ level: 'silent' }), migrate: false }

/**
 * The context of a tool: the server's own settings and database, with little logging. It neither creates nor migrates a
 * database.
 */
export const openToolContext = (): Promise<Context> => openDesk(toolConfig(), toolOptions)
