import type { z } from 'zod'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { writeWhatWasSeen } from '#platform/db/optional-write.ts'
import { type DraftForm, formWithDraft } from '#platform/drafts/forms.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Call, type Form, page } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { findBlocks } from './block-queries.ts'
import {
  getConversation,
  getRecipient,
  listConversations,
  markMessageRead,
  markRead,
  partWith,
  readThread,
} from './conversations.ts'
import { shownMessages } from './limits.ts'
import { nobody, writeIn, writeTo } from './messages.ts'
import { conversationModel, listedModel, newConversationModel, refusalModel } from './models.ts'
import { placeOf } from './places.ts'
import { type Recipient, staffRefusal, staffUseTickets } from './policy.ts'
import { firstMessage, listPageQuery, messagesPageQuery, newMessage, recipientQuery } from './schemas.ts'

type Shown = Awaited<ReturnType<typeof conversationModel>>

declare module '#platform/http/views.ts' {
  interface Views {
    'conversations/index': {
      rows: ReturnType<ReturnType<typeof listedModel>>[]
      next: string | null
      first: string | null
      form: Form
      refusal: ReturnType<typeof refusalModel>
    }
    'conversations/show': Shown & { newer: string | null; reply: DraftForm }
  }
}

const perPage = 25

interface Finding {
  form?: Form
  refusal?: DomainError | null
}

async function listPage(
  ctx: Context,
  actor: Actor,
  { cursor }: z.output<typeof listPageQuery> = {},
  { form, refusal }: Finding = {},
): Promise<Answer> {
  const { rows, next } = await listConversations(ctx, actor, perPage, cursor)
  return view('conversations/index', 'Messages', {
    rows: rows.map(listedModel(ctx)),
    next: next && `/conversations?cursor=${next}`,
    first: cursor ? '/conversations' : null,
    form: form ?? emptyForm({ to: '' }),
    refusal: refusalModel(actor, refusal ?? (actor.is_staff ? staffRefusal(actor, actor) : null)),
  })
}

/** The list, with the reason why this person cannot be written to. */
const withRefusal = (ctx: Context, actor: Actor, to: string, error: DomainError): Promise<Answer> => {
  if (error.code === staffUseTickets) return listPage(ctx, actor, {}, { refusal: error, form: emptyForm({ to }) })
  const errors = [{ field: error.fields[0]?.field === 'username' ? 'to' : '', message: error.message }]
  return listPage(ctx, actor, {}, { form: { ...emptyForm({ to }), errors } })
}

/** The page for writing to the person who was typed. */
async function newPage(ctx: Context, actor: Actor, typed: string): Promise<Answer> {
  const to = typed.trim().replace(/^@/, '')
  if (to === '') return seeOther('/conversations')
  const found = await findOrRefuse(ctx, actor, to)
  if (found instanceof DomainError) return withRefusal(ctx, actor, to, found)
  if (found.conversation_id !== null) return seeOther(`/conversations/${found.conversation_id}`)
  return composePage(ctx, actor, found.person)
}

/** A refused first message, in its box again if there is one. */
async function refusedPage(ctx: Context, actor: Actor, form: Form, error: DomainError): Promise<Answer> {
  const to = form.values.username ?? ''
  const found = await findOrRefuse(ctx, actor, to)
  const refused = withReason(form, error.message)
  if (found instanceof DomainError) return withRefusal(ctx, actor, to, error)
  if (found.conversation_id === null) return composePage(ctx, actor, found.person, refused)
  return conversationPage({ ctx, actor, params: { id: found.conversation_id } }, refused)
}

const findOrRefuse = (ctx: Context, actor: Actor, to: string) =>
  getRecipient(ctx, actor, to).then(
    (found) => found ?? nobody(),
    (error) => {
      if (error instanceof DomainError && error.code === staffUseTickets) return error
      throw error
    },
  )

async function composePage(ctx: Context, actor: Actor, person: Recipient, refused?: Form): Promise<Answer> {
  const model = newConversationModel(actor, person, await findBlocks(ctx, actor.id, person.id))
  const reply = await formWithDraft(ctx, actor, placeOf(person.id), refused)
  return view('conversations/show', person.display_name, { ...model, newer: null, reply })
}

type OneCall = Pick<Call<'member', { id: number }>, 'ctx' | 'actor' | 'params'>

async function conversationPage(
  { ctx, actor, params }: OneCall,
  refused?: Form,
  part: z.output<typeof messagesPageQuery> = {},
): Promise<Answer> {
  const side = await getConversation(ctx, actor, params.id)
  const before = part.before ?? (part.message && (await partWith(ctx, side.id, part.message)))
  const thread = await readThread(ctx, side.id, shownMessages, before === undefined ? {} : { before })
  const model = await conversationModel(ctx, actor, side, thread, before === undefined)
  const newest = thread.messages.at(-1)?.id
  await writeWhatWasSeen(ctx, 'that a conversation was read', () =>
    before === undefined ? markRead(ctx, actor, side, newest) : markMessageRead(ctx, actor, side, part.message),
  )
  const newer = before === undefined ? null : `/conversations/${side.id}`
  const reply = await formWithDraft(ctx, actor, placeOf(side.other_id), refused)
  const live = `/live?conversation=${side.id}`
  return view('conversations/show', side.display_name, { ...model, newer, reply }, { live })
}

const showSent = ({ conversation_id, message_id }: { conversation_id: number; message_id: number }) =>
  seeOther(`/conversations/${conversation_id}#message-${message_id}`)

export const conversationPages = [
  page.get('/conversations', { for: 'member', query: listPageQuery }, ({ ctx, actor, query }) =>
    listPage(ctx, actor, query),
  ),
  page.get('/conversations/new', { for: 'member', query: recipientQuery }, ({ ctx, actor, query }) =>
    newPage(ctx, actor, query.to),
  ),
  page.post(
    '/conversations',
    {
      for: 'member',
      body: firstMessage,
      refused: ({ ctx, actor }, form, error) => refusedPage(ctx, actor, form, error),
    },
    async ({ ctx, actor, body }) => showSent(await writeTo(ctx, actor, body.username, body.message)),
  ),
  page.get('/conversations/:id', { for: 'member', params: idParams, query: messagesPageQuery }, (call) =>
    conversationPage(call, undefined, call.query),
  ),
  page.post(
    '/conversations/:id/messages',
    {
      for: 'member',
      params: idParams,
      body: newMessage,
      refused: (call, form, { message }) => conversationPage(call, withReason(form, message)),
    },
    async ({ ctx, actor, params, body }) => showSent(await writeIn(ctx, actor, params.id, body.message)),
  ),
]
