import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '#config'

const macOf = (config: Config, purpose: string, text: string) =>
  createHmac('sha256', config.session.secret).update(`${purpose}:${text}`).digest('base64url')

/** A text (without dots) that comes back from a browser as it was given, or not at all. */
export const seal = (config: Config, purpose: string, text: string) => `${text}.${macOf(config, purpose, text)}`

/** What `seal` was given, or null for anything else. */
export function unseal(config: Config, purpose: string, sealed: string): string | null {
  const [text = '', mac = ''] = sealed.split('.')
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(config, purpose, text))]
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
}
