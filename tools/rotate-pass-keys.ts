import { rotateKeys } from '#events/passes/keys.ts'
import { runCommand, UsageError, withDesk } from './command.ts'

runCommand('rotate-pass-keys', async (args) => {
  if (args.length > 0) throw new UsageError()
  const id = await withDesk(rotateKeys)
  console.log(`Codes of passes are signed by key ${id} within half a minute. What the former key signed is still good.
Doors that work without a network learn of the new key when they are online.`)
})
