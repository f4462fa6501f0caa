import type { Context } from '#context'
import type { Form } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { type Draft, type Fields, findDrafts } from './drafts.ts'

/** The page's draft, so that the browser can tell whether its own copy is newer. */
export interface DraftMark {
  place: string
  /** When the draft was saved; 0 if there is none. */
  saved_at: number
  drawn_at: number
  /** The idempotency key of the form in which the draft was begun. */
  key: string
}

export type DraftForm = Form & { draft: DraftMark }

const formAt = (ctx: Context, place: string, form: Form, draft?: Draft | undefined): DraftForm => ({
  ...form,
  draft: {
    place,
    saved_at: draft?.saved_at ?? 0,
    drawn_at: ctx.clock.now(),
    key: draft?.fields.idempotency_key ?? form.key,
  },
})

/**
 * The forms of a page, filled with the account's drafts.
 *
 * @param forms by place: a refused form, which is shown as it was sent, or the defaults of a new one
 */
export async function formsWithDrafts(
  ctx: Context,
  actor: Actor,
  places: (string | undefined)[],
  refused: (Form | undefined)[],
  values: Fields = {},
): Promise<[DraftForm, DraftForm]> {
  const wanted = places.filter((place, index) => place !== undefined && !refused[index]) as string[]
  const drafts = wanted.length > 0 ? await findDrafts(ctx, actor.id, wanted) : new Map<string, Draft>()
  return places.map((place = '', index) => {
    const [form, draft] = [refused[index], drafts.get(place)]
    return form ? formAt(ctx, place, form) : formAt(ctx, place, emptyForm({ ...values, ...draft?.fields }), draft)
  }) as [DraftForm, DraftForm]
}

export async function formWithDraft(ctx: Context, actor: Actor, place: string, refused?: Form, values: Fields = {}) {
  const [form] = await formsWithDrafts(ctx, actor, [place], [refused], values)
  return form as DraftForm
}
