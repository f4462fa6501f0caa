import { misspelt } from './misspelt.ts'
import { isHttps } from './production.ts'
import type { Environment } from './sentences.ts'

/** One sentence for each setting that is valid but probably not intended. */
export function settingWarnings(env: Environment, settings: string[]): string[] {
  const warnings = misspelt(env, settings).map(
    ([set, meant]) => `${set} is no setting of SupportMe; is ${meant} meant?`,
  )
  // The program itself only serves plain http.
  if (isHttps(env) && !env.TRUST_PROXY)
    warnings.push(
      'TRUST_PROXY is not set: all people count as one client, the proxy that takes https for BASE_URL. Set how many proxies there are (1), or off.',
    )
  return warnings
}
