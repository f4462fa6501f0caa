import type { Member } from '../support/people.ts'
import { listedOn } from '../tickets/desk.ts'

export interface FoundTicket {
  id: number
  title: string
  excerpt?: { title_html: string; text_html: string | null; from_note: boolean }
}

const queryOf = (asked: Record<string, string>) => new URLSearchParams(asked).toString()

/** The tickets of one answer of the API. */
export async function listed(member: Member, asked: Record<string, string>): Promise<FoundTicket[]> {
  return (await member.api.get(`/tickets?${queryOf({ limit: '100', ...asked })}`).expect(200)).body.tickets
}

/** Their ids, on the page and from the API, which must be the same. */
export async function found(member: Member, asked: string | Record<string, string>): Promise<number[]> {
  const fields: Record<string, string> = typeof asked === 'string' ? { q: asked } : asked
  const ids = (await listed(member, fields)).map(({ id }) => id)
  const { text } = await member.pages.get(`/tickets?${queryOf({ limit: '100', ...fields })}`).expect(200)
  const shown = listedOn(text)
  if (shown.join() !== ids.join()) throw new Error(`the page lists ${shown}, the API ${ids}`)
  return ids
}

/** Every page of a list, a few tickets at a time. */
export async function walked(member: Member, asked: Record<string, string>, limit: number): Promise<number[]> {
  const ids: number[] = []
  let cursor = ''
  do {
    const query = queryOf({ ...asked, limit: String(limit), ...(cursor && { cursor }) })
    const { body } = await member.api.get(`/tickets?${query}`).expect(200)
    ids.push(...body.tickets.map(({ id }: FoundTicket) => id))
    cursor = body.next_cursor ?? ''
  } while (cursor)
  return ids
}
