import { randomBytes } from 'node:crypto'
import { type Config, type Environment, loadConfig } from '#config'

const usual = { SITE_NAME: 'Studio Pirouette', EVENTS: 'on', LOG_LEVEL: 'warn' }

/** The settings that were given, on a database with secrets of its own. */
export function demoConfig(given: Environment, database: string): Config {
  const secret = () => randomBytes(32).toString('base64url')
  return loadConfig({
    ...usual,
    ...given,
    DATABASE_URL: `file:${database}`,
    SECRET_KEY: secret(),
    PEPPER: secret(),
    PREVIOUS_PEPPERS: '',
  })
}

/** The rules under which the demo's data is created; stricter ones apply when it opens. */
export function rulesBefore({ settings: { events } }: Config) {
  const usual = loadConfig({ SECRET_KEY: 'of no use to anybody', PEPPER: 'of no use to anybody' }).settings
  return { ...usual, events }
}
