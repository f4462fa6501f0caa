import type { Request } from 'express'
import type { Context } from '#context'
import type { Answer } from '#platform/http/answer.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { textOnly } from './refusals.ts'

/** What happens to a form that is submitted after its session has ended. */
export interface UnsentForms {
  /** The account of a session token; null if this server has not signed it. */
  accountOf(ctx: Context, token: string): number | null
  /** Keeps the form for its account for a while. */
  keep(ctx: Context, account: number, place: string, fields: Record<string, string>): Promise<boolean>
  /** The login page, which carries the form. */
  loginPage(ctx: Context, form: UnsentForm, next: string): Answer
  placePattern: RegExp
}

export interface UnsentForm {
  place: string
  drawn_for: number
  fields: Record<string, string>
}

declare module '#platform/http/views.ts' {
  interface Views {
    'errors/other-account': { texts: string[]; author: number }
  }
}

/** Separates the fields that say where and for whom a form was rendered from those that were typed. */
export function splitDraft({ draft_place, drawn_for, ...body }: Record<string, unknown>) {
  const author = typeof drawn_for === 'string' && /^\d{1,10}$/.test(drawn_for) ? Number(drawn_for) : null
  return { place: typeof draft_place === 'string' ? draft_place : null, author, body }
}

export type SentDraft = ReturnType<typeof splitDraft>

/** A form that was rendered for one account is not submitted as another. */
export const isOthers = (actor: Actor | null, { author }: SentDraft) =>
  actor !== null && author !== null && author !== actor.id

const texts = ['message', 'title', 'note', 'description', 'decision', 'reason', 'who', 'emails']

/** Fields in which people write texts; public/js/drafts.js has the same list. */
export const isText = (name: string) => texts.includes(name) || name.startsWith('answer_')

/** The fields whose loss somebody would mind. */
export const textsOf = (body: Record<string, unknown>) =>
  Object.entries(textOnly(body)).flatMap(([name, text]) => (isText(name) && text.trim() !== '' ? text : []))

/** @returns the login page, if it must carry the form; null if the form was kept, or has nothing to keep */
export async function keepUnsent(
  ctx: Context,
  forms: UnsentForms,
  req: Request,
  { place, author, body }: SentDraft,
  token: string | null,
  next: string,
): Promise<Answer | null> {
  if (req.method !== 'POST' || place === null || place.length > 60 || !forms.placePattern.test(place)) return null
  const fields = textOnly(body)
  const account = token ? forms.accountOf(ctx, token) : null
  if (account !== null && (author === null || author === account)) {
    await forms.keep(ctx, account, place, fields)
    return null
  }
  if (account !== null || author === null || textsOf(body).length === 0) return null
  return forms.loginPage(ctx, { place, drawn_for: author, fields }, next)
}
