import { updateAccount } from '#platform/identity/account-queries.ts'
import { pageOf } from '../support/page.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

export interface Told {
  id: number
  kind: string
  text: string
  excerpt: string | null
  subject: { type: string; id: number; title: string }
  message_id: number | null
  actor: { id: number } | null
  read_at: string | null
}

export async function inboxOf(member: Member, query = ''): Promise<Told[]> {
  return (await member.api.get(`/notifications?limit=100${query}`).expect(200)).body.notifications
}

/** A person's notifications about a ticket after it was opened, oldest first. */
export const toldOf = async (member: Member, ticket: number) =>
  (await inboxOf(member)).filter((one) => one.subject.id === ticket && one.kind !== 'opened').reverse()

export const kindsTold = async (member: Member, ticket: number) =>
  (await toldOf(member, ticket)).map(({ kind }) => kind)

/** The unread count at the bell of a page; '' for none. */
export const bellOn = (html: string) =>
  pageOf(html)
    .get('link', /^Notifications/)
    .name.replace(/^Notifications ?| unread$/g, '')

export const unreadOf = async (member: Member): Promise<number> =>
  (await member.api.get('/notifications/counts').expect(200)).body.unread

export const confirmEmail = ({ ctx }: World, member: Member) =>
  updateAccount(ctx, member.id, { email_verified_at: ctx.clock.now() })
