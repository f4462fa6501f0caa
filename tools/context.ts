import pino from 'pino'
import { type Config, loadConfig } from '#config'
import type { Context } from '#context'
import { environment } from '#platform/start/environment.ts'
import { openDesk } from '../src/open-context.ts'

/** The server's own settings; there must be a database. */
export const toolConfig = (): Config => loadConfig(environment({ mayBegin: false }))

export const toolOptions = { log: pino({ level: 'silent' }), migrate: false }

/** What a tool works with: the server's own settings and database, quietly. It neither makes a database nor migrates one. */
export const openToolContext = (): Promise<Context> => openDesk(toolConfig(), toolOptions)
