import { day } from '#lib/durations.ts'
import { view } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { countDeadJobs } from '#platform/job-admin/jobs.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { countAccounts } from './account-queries.ts'
import { countFailedLogins } from './failed-login-queries.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/overview': {
      accounts: Awaited<ReturnType<typeof countAccounts>>
      failed_logins: string
      dead_jobs: number
      mail_off: boolean
    }
  }
}

const mostCounted = 1000

export const overviewPages = [
  page.get('/admin', { for: 'admin' }, async ({ ctx }) => {
    const failed = await countFailedLogins(ctx, ctx.clock.now() - day, mostCounted)
    return view('admin/overview', 'Admin', {
      accounts: await countAccounts(ctx),
      failed_logins: failed >= mostCounted ? `${mostCounted} or more` : String(failed),
      dead_jobs: await countDeadJobs(ctx),
      mail_off: mailPromises(ctx).off,
    })
  }),
]
