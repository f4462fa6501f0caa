import type { Response } from 'supertest'
import type { World } from '../support/world.ts'

/** What can be done with a mailed link, on pages and in the API. */
export interface LinkDoor {
  router: 'page' | 'api'
  confirm(world: World, token: string): Promise<Response>
  reset(world: World, token: string, new_password: string): Promise<Response>
  forget(world: World, login: string): Promise<Response>
}

const form = async (world: World, path: string, fields: object) =>
  await world.visitor().post(path).type('form').send(fields).redirects(0)
const json = async (world: World, path: string, body: object) => await world.api().post(`/api/v1${path}`).send(body)

const page: LinkDoor = {
  router: 'page',
  confirm: (world, token) => form(world, '/verify', { token }),
  reset: (world, token, new_password) =>
    form(world, '/reset', { token, new_password, new_password_confirmation: new_password }),
  forget: (world, login) => form(world, '/forgot', { login }),
}

const api: LinkDoor = {
  router: 'api',
  confirm: (world, token) => json(world, '/email-confirmations', { token }),
  reset: (world, token, new_password) => json(world, '/password-resets/current', { token, new_password }),
  forget: (world, login) => json(world, '/password-resets', { login }),
}

export const linkRouters = [page, api]
export const worked = ({ status }: Response) => status === 303 || status === 204
export const statusesOf = (answers: Response[]) => answers.map(({ status }) => status)
