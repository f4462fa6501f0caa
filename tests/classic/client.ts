import supertest from 'supertest'
import { expect } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import type { AccountType } from '#platform/db/schema.ts'
import type { World } from '../support/world.ts'

export const password = 'correct horse'

/** A client of the first version's contract: JSON, and a Bearer token except for guests. */
export function client(world: World, token?: string) {
  const http = supertest(world.url)
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return {
    get: (path: string) => http.get(path).set(headers),
    post: (path: string, body: unknown) => http.post(path).set(headers).type('json').send(JSON.stringify(body)),
    /** Sends a body unchanged, with a content type. */
    raw: (path: string, body: string, type = 'application/json') => http.post(path).set(headers).type(type).send(body),
    request: (method: 'get' | 'put' | 'patch' | 'delete' | 'post', path: string) => http[method](path).set(headers),
  }
}

export type Client = ReturnType<typeof client>
export interface Person extends Client {
  id: number
  username: string
  token: string
}

export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** Registers through the contract itself; staff are then promoted, as from the shell. */
export async function join(world: World, username: string, type: AccountType = 'customer'): Promise<Person> {
  const body = { username, email: `${username}@example.com`, password }
  const { body: answer } = await client(world).post('/register', body).expect(200)
  const token = answer.access_token as string
  const id = claimsOf(token).user_id as number
  if (type !== 'customer') await changeAccountType(world.ctx, null, id, type)
  return { ...client(world, token), id, username, token }
}

export async function openTicket(customer: Client, ticket_title = 'My lost umbrella'): Promise<number> {
  const message = 'I left it in room 2 yesterday.'
  const { body } = await customer.post('/ticket/new', { ticket_title, message }).expect(200)
  return body.ticket_id
}

/** What every error looks like. */
export const anError = { error: expect.stringMatching(/\w/) }
