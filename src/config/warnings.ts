import { parseEnv } from 'node:util'
import { misspelt } from './misspelt.ts'
import { isHttps } from './production.ts'
import type { Environment } from './sentences.ts'

/** A value without quotes that has a `#` inside: Node takes the rest for a comment, systemd does not. */
const cutOff = /^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=(?:[ \t]*[^\s'"`#][^\r\n#]*)?(?<=\S)#/gm

/**
 * One sentence for each setting that is valid but probably not intended.
 *
 * @param file the text of `.env`
 */
export function settingWarnings(env: Environment, settings: string[], file = ''): string[] {
  const warnings = misspelt(env, settings).map(
    ([set, meant]) => `${set} is no setting of SupportMe; is ${meant} meant?`,
  )
  // The program itself only serves plain http.
  if (isHttps(env) && !env.TRUST_PROXY)
    warnings.push(
      'TRUST_PROXY is not set: all people count as one client, the proxy that takes https for BASE_URL. Set how many proxies there are (1), or off.',
    )
  const inFile = parseEnv(file)
  for (const [, name = ''] of file.matchAll(cutOff))
    if (settings.includes(name) && (env[name] ?? '') === inFile[name])
      warnings.push(`In .env the value of ${name} is cut off before its #: put it in quotes, as in ${name}='…'.`)
  return warnings
}
