import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { view } from '#platform/http/answer.ts'
import { type Form, page } from '#platform/http/route.ts'
import { typeNames } from '#platform/identity/account-type.ts'
import { failureReasons, reasonText } from '#platform/identity/failure-reasons.ts'
import { type Pager, pagerOf } from '#platform/pages/address.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { readAccounts, readFailedLogins } from './lists.ts'
import { accountModel, stateNames } from './models.ts'
import { readRefusedAttempts } from './refused-attempts.ts'
import { accountsQuery, failedLoginsQuery } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'admin/accounts': {
      form: Form
      types: Choice[]
      states: Choice[]
      rows: ReturnType<typeof accountModel>[]
      pager: Pager
    }
    'admin/failed-logins': {
      form: Form
      reasons: Choice[]
      rows: ReturnType<typeof failureModel>[]
      attempts: Awaited<ReturnType<typeof attemptModels>>
      pager: Pager
    }
  }
}

interface Choice {
  value: string
  label: string
}

const choicesOf = (names: Record<string, string>): Choice[] => [
  { value: '', label: 'Any' },
  ...Object.entries(names).map(([value, label]) => ({ value, label })),
]

/** The search form with the current filter. */
const searchForm = (filter: Record<string, string | undefined>) =>
  emptyForm(Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value ?? ''])))

const failureModel = (ctx: Context, failure: Awaited<ReturnType<typeof readFailedLogins>>['rows'][number]) => ({
  ...failure,
  at: formatTime(ctx, failure.at),
  device: failure.user_agent && deviceOf(failure.user_agent),
  reason_name: reasonText(failure.reason),
})

async function attemptModels(ctx: Context) {
  const attempts = await readRefusedAttempts(ctx)
  return attempts.map((attempt) => ({ ...attempt, last_at: formatTime(ctx, attempt.last_at) }))
}

export const adminListPages = [
  page.get('/admin/accounts', { for: 'admin', query: accountsQuery }, async ({ ctx, query }) => {
    const { limit: _, cursor, ...filter } = query
    const { rows, next } = await readAccounts(ctx, query)
    return view('admin/accounts', 'Accounts', {
      form: searchForm(filter),
      types: choicesOf(typeNames),
      states: choicesOf(stateNames),
      rows: rows.map((account) => accountModel(ctx, account)),
      pager: pagerOf('/admin/accounts', filter, next, cursor !== undefined),
    })
  }),
  page.get('/admin/failed-logins', { for: 'admin', query: failedLoginsQuery }, async ({ ctx, query }) => {
    const { limit: _, cursor, ...filter } = query
    const { rows, next } = await readFailedLogins(ctx, query)
    return view('admin/failed-logins', 'Failed logins', {
      form: searchForm(filter),
      reasons: choicesOf(failureReasons),
      rows: rows.map((failure) => failureModel(ctx, failure)),
      attempts: await attemptModels(ctx),
      pager: pagerOf('/admin/failed-logins', filter, next, cursor !== undefined),
    })
  }),
]
