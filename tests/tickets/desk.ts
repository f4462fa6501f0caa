import { type Part, pageOf } from '../support/page.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { type AppOptions, startApp } from '../support/world.ts'

export interface ThreadMessage {
  id: number
  kind: 'message' | 'note' | 'system'
  action: string | null
  from_staff: boolean
  sent_at: string
  author: { id: number }
  body: string
}

/** A desk with a customer and two assistants. Call it at the top of a file or in a `describe`. */
export async function startDesk(options: AppOptions = {}) {
  const world = await startApp(options)
  const [customer, anna, ben] = [
    await join(world, 'kim'),
    await join(world, 'anna', 'assistant'),
    await join(world, 'ben', 'assistant'),
  ]
  return { world, customer, anna, ben, open: (title?: string) => ticketOf(world, customer, title) }
}

export async function threadOf(member: Member, id: number): Promise<ThreadMessage[]> {
  return (await member.api.get(`/tickets/${id}/messages?limit=100`).expect(200)).body.messages
}

/** The texts of a ticket's System lines. */
export const systemLines = async (member: Member, id: number) =>
  (await threadOf(member, id)).filter(({ kind }) => kind === 'system').map(({ body }) => body)

export const ticketAs = async (member: Member, id: number) => (await member.api.get(`/tickets/${id}`).expect(200)).body

/** Sends a form of a ticket's page. */
export const sendForm = (member: Member, path: string, fields: Record<string, string> = {}) =>
  member.pages.post(path).type('form').send(fields)

/** The links to tickets on a page, in their order; `list` is the name of one of several, which may be missing. */
function ticketLinks(html: string, list?: string): Part[] {
  const page = pageOf(html)
  const parts = list ? page.all('region', list) : [page]
  return parts.flatMap((part) => part.all('link')).filter(({ href }) => /^\/tickets\/\d+$/.test(href))
}

const idOf = ({ href }: Part) => Number(href.split('/').at(-1))

/** The tickets of a list on a page, in its order. */
export const listedOn = (html: string, list?: string) => ticketLinks(html, list).map(idOf)

/** Those of them that are marked as unread. */
export const unreadOn = (html: string) =>
  ticketLinks(html)
    .filter(({ name }) => name.startsWith('Unread: '))
    .map(idOf)
