import { existsSync, rmSync } from 'node:fs'
import { loadConfig } from '#config'
import { acceptSecrets } from '#platform/installation/secrets.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { environment, givenSettings, secretFiles } from '#platform/start/environment.ts'
import { createContext } from '../src/open-context.ts'
import { runCommand, UsageError } from './command.ts'
import { toolOptions } from './context.ts'

runCommand('accept-secrets', async (args) => {
  if (args.length > 0) throw new UsageError()
  const missing = secretFiles(givenSettings()).filter(({ path }) => !existsSync(path))
  try {
    const config = loadConfig(environment({ mayBegin: false, pepperLost: true }))
    // Of an earlier version it cannot be brought up to date by a start, which waits for this command.
    const ctx = await createContext(config, { ...toolOptions, migrate: true })
    await acceptSecrets(ctx).finally(() => closeContext(ctx))
  } catch (error) {
    // Made for a database that cannot be used, they would stand in the way of the right ones.
    for (const { path } of missing) rmSync(path, { force: true })
    throw error
  }
  console.log(`The desk starts with these secrets from now on.
Passwords that were set with another pepper match no more: people ask for a link at /forgot, and npm run reset-link -- WHO makes one here.
The codes of authenticator apps that were set up with it count no more: recovery codes and passkeys do, and an admin can switch two-factor login off.`)
})
