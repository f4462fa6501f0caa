import { DomainError } from '#errors'
import { registration } from '#people/accounts/schemas.ts'
import { makeResetLink } from '#people/admin/admin-issued-links.ts'
import { createAdmin } from '#people/login/setup.ts'
import { runCommand, UsageError, withDesk } from './command.ts'
import { answersTo } from './questions.ts'

runCommand('create-admin', async (args) => {
  const [username = '', email = ''] = await answersTo(['Username (letters and digits)?', 'Email address?'], args)
  const input = registration.pick({ username: true, email: true }).safeParse({ username, email })
  if (!input.success) throw new UsageError(input.error.issues.map(({ message }) => message).join(' '))
  await withDesk(async (ctx) => {
    const account = await createAdmin(ctx, input.data).catch((error) => {
      if (!(error instanceof DomainError) || error.fields.every(({ field }) => field !== 'email')) throw error
      throw new Error(
        `${email} is an account’s already. To make that one an admin: npm run promote-account -- ${email} admin`,
      )
    })
    const link = await makeResetLink(ctx, null, account.id)
    console.log(
      `${account.username} (#${account.id}) is an admin now and sets a password here (works once, for an hour):\n${link}`,
    )
  })
})
