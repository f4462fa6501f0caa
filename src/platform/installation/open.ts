import type { Config } from '#config'
import { type Context, type ContextOverrides, closeContext, openContext } from '#context'
import { checkSecrets } from './secrets.ts'

/**
 * Opens everything for a program that works on this desk's data.
 *
 * @throws {ConfigError} saying why the database cannot be opened, or that it belongs to other secrets
 */
export async function openDesk(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const ctx = await openContext(config, overrides)
  try {
    await checkSecrets(ctx)
  } catch (error) {
    await closeContext(ctx)
    throw error
  }
  return ctx
}
