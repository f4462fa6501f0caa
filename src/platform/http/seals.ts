import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '#config'

const macOf = (config: Config, purpose: string, text: string) =>
  createHmac('sha256', config.session.secret).update(`${purpose}:${text}`).digest('base64url')

/** Signs a text (without dots), so that a browser can only send it back unchanged. */
export const seal = (config: Config, purpose: string, text: string) => `${text}.${macOf(config, purpose, text)}`

/** The text given to `seal`, or null if the signature is wrong. */
export function unseal(config: Config, purpose: string, sealed: string): string | null {
  const [text = '', mac = ''] = sealed.split('.')
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(config, purpose, text))]
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
}
