import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { givenSettings } from '#platform/start/environment.ts'
import { exitWithReason, refuseArguments } from '#platform/start/shutdown.ts'
import { createContext } from '../src/open-context.ts'
import { startDesk } from '../src/serve.ts'
import { people } from './demo/people.ts'
import { demoConfig, rulesBefore } from './demo/settings.ts'
import { demoPassword, fillStudio } from './demo/studio.ts'

/** A studio in a temporary database, which is deleted when the program ends. */
async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'supportme-demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

  const config = demoConfig(givenSettings(), join(folder, 'demo.db'))
  const ctx = await createContext(config)
  await fillStudio({ ...ctx, settings: { ...ctx.settings, current: rulesBefore(config) } })
  await startDesk(ctx)

  console.log(`\n  The demo is open at ${config.server.origin}\n  Everybody's password is ${demoPassword}\n`)
  for (const { username, display_name, account_type } of people)
    console.log(`  ${account_type.padEnd(10)} ${username.padEnd(16)} ${display_name}`)
  console.log('\n  Stop with Ctrl+C; the demo leaves nothing behind.\n')
}

refuseArguments()
main().catch(exitWithReason)
