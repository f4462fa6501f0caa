import supertest from 'supertest'
import { openTicket } from '#desk/tickets/tickets.ts'
import { addAccount, getAccount } from '#people/accounts/accounts.ts'
import { takeAddress } from '#people/accounts/address-ownership.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { authenticate, startSession } from '#people/sessions/sessions.ts'
import type { AccountType } from '#platform/db/schema.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { World } from './world.ts'

export const password = 'correct horse battery'
const hashes = new WeakMap<World, Promise<string>>()

export interface Member {
  actor: SessionActor
  id: number
  username: string
  email: string
  token: string
  /** The API with this person's token; paths are relative to /api/v1. */
  api: Api
  /** The pages with this person's session cookie, as a browser visits them. */
  pages: ReturnType<typeof supertest.agent>
}

export type Api = ReturnType<typeof apiOf>

/** A person with an account and a session, made by the product's own verbs. */
export async function join(world: World, username: string, account_type: AccountType = 'customer'): Promise<Member> {
  const hash = hashes.get(world) ?? hashPassword(world.ctx.config, password)
  hashes.set(world, hash)
  const email = `${username}@example.com`
  return logInAs(world, await addAccount(world.ctx, { username, email }, await hash, account_type))
}

/** The same, and the address is confirmed. */
export async function joinConfirmed(
  world: World,
  username: string,
  account_type: AccountType = 'customer',
): Promise<Member> {
  const { id, email } = await join(world, username, account_type)
  await takeAddress(world.ctx, await getAccount(world.ctx, id), email, id)
  return logInAs(world, await getAccount(world.ctx, id))
}

/** Another session of an account. */
export async function logInAs(world: World, account: Account): Promise<Member> {
  const { token } = await startSession(world.ctx, account)
  const actor = (await authenticate(world.ctx, token)) as SessionActor
  const { id, username, email } = account
  return { actor, id, username, email, token, api: apiOf(world, token), pages: pagesOf(world, token) }
}

export function apiOf(world: World, token: string) {
  const client = supertest(world.url)
  const path = (end: string) => `/api/v1${end}`
  const bearer = `Bearer ${token}`
  return {
    get: (end: string) => client.get(path(end)).set('Authorization', bearer),
    post: (end: string, body: object = {}) => client.post(path(end)).set('Authorization', bearer).send(body),
    put: (end: string, body: object = {}) => client.put(path(end)).set('Authorization', bearer).send(body),
    patch: (end: string, body: object = {}) => client.patch(path(end)).set('Authorization', bearer).send(body),
    delete: (end: string) => client.delete(path(end)).set('Authorization', bearer),
  }
}

export function pagesOf(world: World, token: string) {
  const visitor = world.visitor()
  visitor.jar.setCookie(`session=${token}`, '127.0.0.1', '/')
  return visitor
}

/** A ticket of this customer. @returns its id */
export async function ticketOf(world: World, customer: Member, title = 'My lost umbrella'): Promise<number> {
  const message = 'I left it in room 2 yesterday.'
  return (await openTicket(world.ctx, customer.actor, { title, message })).ticket_id
}
