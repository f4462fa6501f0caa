import { mostCounted } from '#lib/counted.ts'
import { nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { changeChoices, getChoices } from './choices.ts'
import {
  listInbox,
  markAllNotificationsRead,
  markNotificationRead,
  markNotificationUnread,
  unreadCount,
} from './inbox.ts'
import { choicesJson, notificationListJson, showNotification, unreadJson } from './json.ts'
import { choicesChange, inboxQuery, readAll } from './schemas.ts'

const mark = { for: 'member', params: idParams, answers: { 204: null } } as const

export const notificationApi = [
  api.get(
    '/notifications',
    {
      summary: 'Your notifications, newest first',
      for: 'member',
      query: inboxQuery,
      answers: { 200: notificationListJson },
    },
    async ({ ctx, actor, query }) => {
      const { rows, next } = await listInbox(ctx, actor, query)
      return ok({ notifications: rows.map((row) => showNotification(ctx, row)), next_cursor: next })
    },
  ),
  api.get(
    '/notifications/counts',
    { summary: `How many are unread, counted up to ${mostCounted}`, for: 'member', answers: { 200: unreadJson } },
    async ({ ctx, actor }) => ok({ unread: await unreadCount(ctx, actor) }),
  ),
  api.post(
    '/notifications/read',
    {
      summary: 'Mark all notifications as read; with `up_to` none that came after that one',
      for: 'member',
      body: readAll,
      answers: { 204: null },
    },
    async ({ ctx, actor, body }) => {
      await markAllNotificationsRead(ctx, actor, body?.up_to)
      return nothing
    },
  ),
  api.post(
    '/notifications/:id/read',
    { ...mark, summary: 'Mark a notification as read' },
    async ({ ctx, actor, params }) => {
      await markNotificationRead(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/notifications/:id/unread',
    { ...mark, summary: 'Mark a notification as unread' },
    async ({ ctx, actor, params }) => {
      await markNotificationUnread(ctx, actor, params.id)
      return nothing
    },
  ),
  api.get(
    '/notifications/choices',
    { summary: 'What comes by mail', for: 'member', answers: { 200: choicesJson } },
    async ({ ctx, actor }) => ok({ choices: await getChoices(ctx, actor) }),
  ),
  api.put(
    '/notifications/choices',
    {
      summary: 'Choose which notifications are mailed; kinds left out do not change',
      for: 'member',
      body: choicesChange,
      answers: { 200: choicesJson },
    },
    async ({ ctx, actor, body }) => {
      await changeChoices(ctx, actor, body)
      return ok({ choices: await getChoices(ctx, actor) })
    },
  ),
]
