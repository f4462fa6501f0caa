import { created, nothing, ok } from '#platform/http/answer.ts'
import { idParams, readMark } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { getConversation, listConversations, markRead, readThread } from './conversations.ts'
import {
  conversationJson,
  conversationListJson,
  directMessagesJson,
  showConversation,
  showListed,
  showMessage,
  writtenJson,
} from './json.ts'
import { writeIn, writeTo } from './messages.ts'
import { reportConversation } from './reports.ts'
import { firstMessage, listQuery, messagesQuery, newMessage, newReport } from './schemas.ts'

const one = { for: 'member', params: idParams } as const

export const conversationApi = [
  api.get(
    '/conversations',
    {
      summary: 'Your conversations with other people, those with the newest message first',
      for: 'member',
      query: listQuery,
      answers: { 200: conversationListJson },
    },
    async ({ ctx, actor, query: { limit, cursor } }) => {
      const { rows, next } = await listConversations(ctx, actor, limit, cursor)
      return ok({ conversations: rows.map(showListed), next_cursor: next })
    },
  ),
  api.post(
    '/conversations',
    {
      summary: 'Write to somebody by username; this begins a conversation where there is none',
      for: 'member',
      body: firstMessage,
      answers: { 201: writtenJson },
    },
    async ({ ctx, actor, body }) => {
      const written = await writeTo(ctx, actor, body.username, body.message)
      return created(`/api/v1/conversations/${written.conversation_id}`, written)
    },
  ),
  api.get(
    '/conversations/:id',
    { ...one, summary: 'One of your conversations', answers: { 200: conversationJson } },
    async ({ ctx, actor, params }) => ok(showConversation(actor, await getConversation(ctx, actor, params.id))),
  ),
  api.get(
    '/conversations/:id/messages',
    {
      ...one,
      summary: 'The newest messages, or those before one; oldest first',
      query: messagesQuery,
      answers: { 200: directMessagesJson },
    },
    async ({ ctx, actor, params, query: { limit, before } }) => {
      const side = await getConversation(ctx, actor, params.id)
      const { messages, more } = await readThread(ctx, side.id, limit, before === undefined ? {} : { before })
      return ok({ messages: messages.map(showMessage(side)), more })
    },
  ),
  api.post(
    '/conversations/:id/messages',
    { ...one, summary: 'Write in a conversation', body: newMessage, answers: { 201: writtenJson } },
    async ({ ctx, actor, params, body }) => {
      const written = await writeIn(ctx, actor, params.id, body.message)
      return created(`/api/v1/conversations/${params.id}/messages`, written)
    },
  ),
  api.post(
    '/conversations/:id/read-mark',
    {
      ...one,
      summary: 'Mark messages as read; with `up_to` none that came after that one',
      body: readMark,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      const side = await getConversation(ctx, actor, params.id)
      await markRead(ctx, actor, side, Math.min(body?.up_to ?? side.last_message_id, side.last_message_id))
      return nothing
    },
  ),
  api.post(
    '/conversations/:id/reports',
    {
      ...one,
      summary: 'Report a conversation: staff then read what was written in it up to now',
      body: newReport,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      await reportConversation(ctx, actor, params.id, body.reason)
      return nothing
    },
  ),
]
