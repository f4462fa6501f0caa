import { loadConfig } from '#config'
import { acceptSecrets } from '#platform/installation/secrets.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { environment } from '#platform/start/environment.ts'
import { createContext } from '../src/open-context.ts'
import { runCommand, UsageError } from './command.ts'
import { toolOptions } from './context.ts'

runCommand('accept-secrets', async (args) => {
  if (args.length > 0) throw new UsageError()
  const ctx = await createContext(loadConfig(environment({ mayBegin: false, pepperLost: true })), toolOptions)
  try {
    await acceptSecrets(ctx)
  } finally {
    await closeContext(ctx)
  }
  console.log(`The desk starts with these secrets from now on.
Passwords that were set with another pepper match no more: people ask for a link at /forgot, and npm run reset-link -- WHO makes one here.
The codes of authenticator apps that were set up with it count no more: recovery codes and passkeys do, and an admin can switch two-factor login off.`)
})
