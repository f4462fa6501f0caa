import { misspelt } from '#config/misspelt.ts'
import { isHttps } from '#config/production.ts'
import type { Environment } from '#config/sentences.ts'

/** Of settings with which the program starts, and that are probably not meant so, one sentence each. */
export function settingWarnings(env: Environment, settings: string[]): string[] {
  const warnings = misspelt(env, settings).map(
    ([set, meant]) => `${set} is no setting of SupportMe; is ${meant} meant?`,
  )
  // The program itself speaks plain http only.
  if (isHttps(env) && !env.TRUST_PROXY)
    warnings.push(
      'TRUST_PROXY is not set: all people count as one client, the proxy that takes https for BASE_URL. Set how many proxies there are (1), or off.',
    )
  return warnings
}
