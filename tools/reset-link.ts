import { makeResetLink } from '#people/admin/admin-issued-links.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { runCommand, withDesk } from './command.ts'
import { answersTo } from './questions.ts'

runCommand('reset-link', async (args) => {
  const [who = ''] = await answersTo(['Whose password (username, email or id:NUMBER)?'], args)
  await withDesk(async (ctx) => {
    const found = await findAccountFor(ctx, who)
    if (!found) throw new Error(`There is no account "${who}".`)
    const link = await makeResetLink(ctx, null, found.id)
    console.log(`${found.username} (#${found.id}) sets a new password here (works once, for an hour):\n${link}`)
  })
})
