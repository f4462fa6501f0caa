import type { Context } from '#context'
import { day, minute } from '#lib/durations.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { isText } from '#platform/pages/unsent-forms.ts'
import { deleteDraft, deleteOldestDrafts, findAnswerTo, lockWriter, selectDrafts, upsertDraft } from './queries.ts'

const keptFor = 30 * day
/** How long a form is kept that was submitted after its session had ended. */
const keptWithoutSession = 10 * minute
/** UTF-16 code units of JSON; enough for the longest message, even of emoji, which take two each. */
const mostCharacters = 24_000
const mostDrafts = 200

/** Names a form: there is one draft for each account and place. */
export const placePattern = /^[a-z]+(-[a-z]+|-\d{1,10}){0,3}$/

export type Fields = Record<string, string>

interface SavedDraft {
  saved_at: number | null
  sent_to?: string
}

const notSaved = { saved_at: null }

export interface Draft {
  fields: Fields
  saved_at: number
}

/** An account's drafts at one or two places, by place. */
export async function findDrafts(ctx: Context, account: number, [first = '', second = first]: string[]) {
  const rows = await selectDrafts(ctx, { account, first, second, now: ctx.clock.now() })
  return new Map<string, Draft>(
    rows.map(({ place, fields, saved_at }) => [place, { fields: JSON.parse(fields), saved_at: Number(saved_at) }]),
  )
}

/** Whether nothing would be lost: no field in which people write has text. */
const isEmpty = (fields: Fields) => !Object.entries(fields).some(([name, text]) => isText(name) && text.trim())

/**
 * Saves what was typed so far; deletes the draft if it is empty. Nothing is saved if the form was sent meanwhile, or
 * the account was erased.
 *
 * @param key the form's idempotency key; wherever the draft is continued, it can be sent only once
 * @returns when it was saved; null if it was too long, or if the form was already sent, then with where its response led
 */
export async function saveDraft(
  ctx: Context,
  account: number,
  place: string,
  fields: Fields,
  key?: string,
): Promise<SavedDraft> {
  const text = JSON.stringify({ ...fields, ...(key && { idempotency_key: key }) })
  if (text.length > mostCharacters) return notSaved
  return withTransaction(ctx, async (ctx) => {
    if (!(await lockWriter(ctx, account))) return notSaved
    const answer = key && (await findAnswerTo(ctx, account, key))
    if (answer) return { ...notSaved, sent_to: JSON.parse(answer).location }
    const saved_at = ctx.clock.now()
    if (isEmpty(fields)) await deleteDraft(ctx, account, place)
    else {
      const draft = { account_id: account, place, fields: text, saved_at, from_ended_session: 0 }
      await upsertDraft(ctx, { ...draft, expires_at: saved_at + keptFor })
      await deleteOldestDrafts(ctx, account, mostDrafts)
    }
    return { saved_at }
  })
}

/** Keeps a form whose session had ended, for a while, until its account logs in again; not one that was sent before. */
export async function keepForm(ctx: Context, account: number, place: string, fields: Fields): Promise<boolean> {
  const text = JSON.stringify(fields)
  if (text.length > mostCharacters || isEmpty(fields)) return false
  return withTransaction(ctx, async (ctx) => {
    if (!(await lockWriter(ctx, account))) return false
    if (fields.idempotency_key && (await findAnswerTo(ctx, account, fields.idempotency_key))) return false
    const saved_at = ctx.clock.now()
    const draft = { account_id: account, place, fields: text, saved_at, from_ended_session: 1 }
    await upsertDraft(ctx, { ...draft, expires_at: saved_at + keptWithoutSession })
    await deleteOldestDrafts(ctx, account, mostDrafts)
    return true
  })
}

/** Called in the transaction that stores the form. */
export const endDraft = deleteDraft
