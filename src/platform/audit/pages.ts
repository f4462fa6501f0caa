import type { z } from 'zod'
import type { Context } from '#context'
import { dayNameOf } from '#lib/calendar.ts'
import { capital } from '#lib/capital.ts'
import { textFile, view } from '#platform/http/answer.ts'
import { usualLimit } from '#platform/http/pagination.ts'
import { page } from '#platform/http/route.ts'
import { addressWith, pagerOf } from '#platform/pages/address.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { auditCsv } from './csv.ts'
import { entities } from './entities.ts'
import { listActions } from './entry-queries.ts'
import { readLog } from './log.ts'
import { entryModels } from './models.ts'
import { actionText } from './phrases.ts'
import { type AuditQuery, auditFilter, auditQuery } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'audit/index': Awaited<ReturnType<typeof logModel>>
  }
}

const place = '/admin/audit'

/** The filter as the fields of the form and the query of addresses hold it. */
const textsOf = (filter: AuditQuery): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value === undefined ? value : String(value)]))

const any = { value: '', label: 'Any' }

const actionChoices = (ctx: Context, actions: string[]) => [
  any,
  ...actions
    .map((value) => ({ value, label: capital(actionText(ctx, value)) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en')),
]

const entityChoices = [any, ...entities.map((value) => ({ value, label: capital(value) }))]

async function logModel(ctx: Context, query: z.output<typeof auditQuery>) {
  const { limit, cursor, ...filter } = query
  const { known, rows, next } = await readLog(ctx, filter, limit, cursor)
  const texts = textsOf(filter)
  const actions = await listActions(ctx)
  const chosen = filter.action && !actions.includes(filter.action) ? [filter.action] : []
  return {
    form: emptyForm(Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value ?? '']))),
    filters: Object.values(texts).filter(Boolean).length,
    actions: actionChoices(ctx, [...actions, ...chosen]),
    entities: entityChoices,
    entries: await entryModels(ctx, rows),
    empty: known ? 'No entry matches.' : `Nobody has the username, email or id “${filter.who}”.`,
    file: addressWith(`${place}.csv`, texts),
    pager: pagerOf(
      place,
      { ...texts, ...(limit !== usualLimit && { limit: String(limit) }) },
      next,
      cursor !== undefined,
    ),
  }
}

export const auditPages = [
  page.get(place, { for: 'admin', query: auditQuery }, async ({ ctx, query }) => {
    return view('audit/index', 'Audit log', await logModel(ctx, query))
  }),
  page.get(`${place}.csv`, { for: 'admin', query: auditFilter }, ({ ctx, query }) => {
    const filename = `audit-${dayNameOf(ctx.config.timeZone, ctx.clock.now())}.csv`
    return textFile({ filename, type: 'text/csv', text: auditCsv(ctx, query), log: ctx.log })
  }),
]
