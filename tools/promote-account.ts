import { createInterface } from 'node:readline/promises'
import { numberOfType, typeFrom } from '../src/accounts/account-type.ts'
import { changeAccountType } from '../src/accounts/promotion.ts'
import { findAccountFor } from '../src/accounts/references.ts'
import { closeContext } from '../src/context.ts'
import { openToolContext } from './context.ts'

const usage =
  'Usage: node tools/promote-account.ts WHO TYPE   (WHO: username, email or id:NUMBER; TYPE: customer, assistant, admin or 1, 2, 3)'

/** The arguments, or the answers to two questions when started bare in a terminal. */
async function whoAndType(): Promise<[string, string]> {
  const [who, type, ...more] = process.argv.slice(2)
  if (who && type && more.length === 0) return [who, type]
  if (who || !process.stdin.isTTY) throw new Error(usage)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return [
      await terminal.question('Whose account (username, email or id:NUMBER)? '),
      await terminal.question('New type (customer, assistant, admin)? '),
    ]
  } finally {
    terminal.close()
  }
}

async function main() {
  const [who, wanted] = await whoAndType()
  const type = typeFrom(wanted)
  if (!type)
    throw new Error(
      `"${wanted}" is not an account type; there are ${Object.keys(numberOfType).join(', ')} (or 1, 2, 3).`,
    )
  const ctx = await openToolContext()
  try {
    const found = await findAccountFor(ctx, who)
    if (!found) throw new Error(`There is no account "${who}".`)
    const { account, before } = await changeAccountType(ctx, null, found.id, type)
    const name = `${account.username} (#${account.id})`
    console.log(
      before === type ? `${name} is ${type} already; nothing changed.` : `${name} was ${before} and is ${type} now.`,
    )
  } finally {
    await closeContext(ctx)
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
