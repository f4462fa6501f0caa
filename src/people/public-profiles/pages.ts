import { z } from 'zod'
import type { ShownPanel } from '#context'
import { type FormattedTime, formatTime } from '#lib/format-time.ts'
import { block, unblock } from '#people/conversations/blocks.ts'
import { type Contact, contactWith } from '#people/conversations/contact.ts'
import { seeOther, view } from '#platform/http/answer.ts'
import { emptyBody } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { readPanels } from '#platform/panels/panels.ts'
import { fullNameOf, getPublicAccount } from './profiles.ts'
import { usernameParams } from './schemas.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'people/profile': {
      person: Person
      full_name: string
      created_at: FormattedTime
      panels: ShownPanel[]
      contact: Contact
    }
  }
}

const backTo = (conversation_id: number | null, username: string) =>
  conversation_id === null ? `/people/${username}` : `/conversations/${conversation_id}`

const blockForm = { for: 'member', params: usernameParams, body: emptyBody } as const
/** With `list` when it comes from the list of blocked people. */
const unblockBody = z.strictObject({ list: z.literal('on', 'This is "on" or left out.').optional() }).optional()

export const publicProfilePages = [
  page.get('/people/:username', { for: 'member', params: usernameParams }, async ({ ctx, actor, params }) => {
    const account = await getPublicAccount(ctx, params.username)
    return view('people/profile', account.display_name, {
      person: personOf(account),
      full_name: fullNameOf(account),
      created_at: formatTime(ctx, account.created_at),
      contact: await contactWith(ctx, actor, account),
      panels: await readPanels(ctx, 'profile', actor, account.id),
    })
  }),
  page.post('/people/:username/block', blockForm, async ({ ctx, actor, params: { username } }) => {
    const conversation_id = await block(ctx, actor, username)
    return seeOther(backTo(conversation_id, username), 'You will get no more messages from this person.')
  }),
  page.post(
    '/people/:username/unblock',
    { ...blockForm, body: unblockBody },
    async ({ ctx, actor, params: { username }, body }) => {
      const conversation_id = await unblock(ctx, actor, username)
      const to = body?.list ? '/conversations/blocked' : backTo(conversation_id, username)
      return seeOther(to, 'This person can write to you again.')
    },
  ),
]
