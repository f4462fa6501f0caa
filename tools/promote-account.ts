import { changeAccountType } from '#people/admin/promotion.ts'
import { numberOfType, typeFrom } from '#platform/identity/account-type.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { runCommand, UsageError, withDesk } from './command.ts'
import { answersTo } from './questions.ts'

const types = Object.keys(numberOfType).join(', ')
const questions = ['Whose account (username, email or id:NUMBER)?', `New type (${types})?`]

runCommand('promote-account', async (args) => {
  const [who = '', wanted = ''] = await answersTo(questions, args)
  const type = typeFrom(wanted)
  if (!type) throw new UsageError(`"${wanted}" is not an account type; there are ${types} (or 1, 2, 3).`)
  await withDesk(async (ctx) => {
    const found = await findAccountFor(ctx, who)
    if (!found) throw new Error(`There is no account "${who}".`)
    const { account, before } = await changeAccountType(ctx, null, found.id, type)
    const name = `${account.username} (#${account.id})`
    console.log(
      before === type ? `${name} is ${type} already; nothing changed.` : `${name} was ${before} and is ${type} now.`,
    )
  })
})
