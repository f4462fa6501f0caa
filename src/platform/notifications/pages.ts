import type { Context } from '#context'
import { countText } from '#lib/counted.ts'
import { type Answer, ok, seeOther, view } from '#platform/http/answer.ts'
import { changedSince, withDrawn } from '#platform/http/drawn-fields.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { changeChoices, getChoices } from './choices.ts'
import {
  type InboxQuery,
  listInbox,
  markAllNotificationsRead,
  markNotificationRead,
  markNotificationUnread,
  unreadCount,
} from './inbox.ts'
import { kindsFor } from './kinds.ts'
import type { MailChoice } from './mail-choice.ts'
import { inboxModel } from './models.ts'
import { type ChoiceName, choicesForm, inboxQuery, markForm, readAllForm } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'notifications/index': Awaited<ReturnType<typeof inboxPage>>
    'notifications/choices': {
      form: Form
      choices: Awaited<ReturnType<typeof choiceModels>>
      /** Why no mail is sent; null if it is. */
      why_not: string | null
    }
  }
}

const address = (show?: string, cursor?: string) => {
  const query = new URLSearchParams({ ...(show && { show }), ...(cursor && { cursor }) })
  return `/notifications${query.size > 0 ? `?${query}` : ''}`
}

async function showInbox(ctx: Context, actor: Actor, query: InboxQuery): Promise<Answer> {
  return view('notifications/index', 'Notifications', await inboxPage(ctx, actor, query))
}

async function inboxPage(ctx: Context, actor: Actor, query: InboxQuery) {
  const { rows, next } = await listInbox(ctx, actor, query)
  const { show, cursor } = query
  return {
    show: show ?? '',
    days: inboxModel(ctx, rows),
    newest: rows[0]?.id ?? null,
    next: next && address(show, next),
    first: cursor ? address(show) : null,
  }
}

async function showChoices(ctx: Context, actor: Actor): Promise<Answer> {
  const choices = await choiceModels(ctx, actor)
  return view('notifications/choices', 'What comes by mail', {
    form: emptyForm(withDrawn(Object.fromEntries(choices.map(({ kind, chosen }) => [kind, chosen])))),
    choices,
    why_not: mailPromises(ctx).choices(actor),
  })
}

const choiceNamed: Record<ChoiceName, MailChoice> = { off: false, on: true, daily: 'daily' }
const nameOf = (choice: MailChoice): ChoiceName => (choice === 'daily' ? choice : choice ? 'on' : 'off')

async function choiceModels(ctx: Context, actor: Actor) {
  const choices = await getChoices(ctx, actor)
  return kindsFor(ctx, actor).map((kind) => ({
    kind: kind.name,
    label: kind.label,
    icon: kind.icon,
    chosen: nameOf(choices[kind.name] ?? false),
  }))
}

const markOne = { for: 'member', params: idParams, body: markForm } as const

export const notificationPages = [
  page.get('/notifications', { for: 'member', query: inboxQuery }, ({ ctx, actor, query }) =>
    showInbox(ctx, actor, query),
  ),
  /** For the titles of background tabs. */
  page.get('/notifications/count', { for: 'member' }, async ({ ctx, actor }) => {
    const unread = await unreadCount(ctx, actor)
    return ok({ unread: countText(unread) })
  }),
  page.post('/notifications/read', { for: 'member', body: readAllForm }, async ({ ctx, actor, body }) => {
    await markAllNotificationsRead(ctx, actor, body.up_to)
    return seeOther(address(body.show), 'Everything is marked as read.')
  }),
  page.post('/notifications/:id/read', markOne, async ({ ctx, actor, params, body }) => {
    await markNotificationRead(ctx, actor, params.id)
    return seeOther(address(body.show))
  }),
  page.post('/notifications/:id/unread', markOne, async ({ ctx, actor, params, body }) => {
    await markNotificationUnread(ctx, actor, params.id)
    return seeOther(address(body.show))
  }),
  page.get('/notifications/choices', { for: 'member' }, ({ ctx, actor }) => showChoices(ctx, actor)),
  page.post(
    '/notifications/choices',
    { for: 'member', body: choicesForm, idempotent: false },
    async ({ ctx, actor, body: { drawn, ...typed } }) => {
      const changed = changedSince(drawn, typed)
      const chosen = kindsFor(ctx, actor).flatMap(({ name }) => {
        const choice = changed[name]
        return choice ? [[name, choiceNamed[choice]]] : []
      })
      await changeChoices(ctx, actor, Object.fromEntries(chosen))
      return seeOther('/notifications/choices', 'Saved.')
    },
  ),
]
