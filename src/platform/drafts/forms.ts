import type { Context } from '#context'
import { emptyForm } from '#platform/http/page-router.ts'
import type { Form } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Draft, type Fields, findDrafts } from './drafts.ts'

/** What a page says of a draft, so that the browser can tell its own copy from an older or newer one. */
export interface DraftMark {
  place: string
  /** When what the form shows was saved; 0 for what is no draft. */
  saved_at: number
  drawn_at: number
}

export type DraftForm = Form & { draft: DraftMark }

const formAt = (ctx: Context, place: string, form: Form, draft?: Draft | undefined): DraftForm => ({
  ...form,
  draft: { place, saved_at: draft?.saved_at ?? 0, drawn_at: ctx.clock.now() },
})

/**
 * The forms of a page, each with what this account has typed there before.
 *
 * @param forms by place: the form after a refusal, which is shown as it was sent, or what a new one holds
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
