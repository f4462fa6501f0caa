import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { loadConfig } from '../src/config.ts'
import { createContext } from '../src/context.ts'
import { giveUp } from '../src/leaving.ts'
import { startServer } from '../src/serving.ts'
import { people } from './demo/people.ts'
import { demoPassword, fillStudio } from './demo/studio.ts'

/** A studio in a database of its own, which goes when the program ends. */
async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'supportme-demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

  const secret = () => randomBytes(32).toString('base64url')
  const config = loadConfig({
    PORT: process.env.PORT,
    HOST: process.env.HOST,
    BASE_URL: process.env.BASE_URL,
    SITE_NAME: 'Studio Pirouette',
    SECRET_KEY: secret(),
    PEPPER: secret(),
    DATABASE_URL: `file:${join(folder, 'demo.db')}`,
  })
  const ctx = await createContext(config, { log: pino({ level: 'warn' }) })
  await fillStudio(ctx)
  await startServer(ctx)

  console.log(`\n  The demo studio is open at ${config.server.origin}\n  Everybody's password is ${demoPassword}\n`)
  for (const { username, display_name, account_type } of people)
    console.log(`  ${account_type.padEnd(10)} ${username.padEnd(16)} ${display_name}`)
  console.log('\n  Stop with Ctrl+C; the demo leaves nothing behind.\n')
}

main().catch(giveUp)
