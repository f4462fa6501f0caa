import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const customer = await join(world, 'kim')
const ticket = await ticketOf(world, customer)

const classic = (member: Member, path: string) => world.api().get(path).set('Authorization', `Bearer ${member.token}`)

/** The responses of pages, API and classic contract to an old token that asks for what only staff may see. */
async function staffAnswers(member: Member) {
  const answers = await Promise.all([
    member.pages.get(`/tickets/${ticket}`),
    member.pages.post(`/tickets/${ticket}/claim`).type('form').send({ expected_assistant_id: '' }),
    member.api.get(`/tickets/${ticket}`),
    member.api.post(`/tickets/${ticket}/claim`, { expected_assistant_id: null }),
    classic(member, `/get-ticket/${ticket}`),
    classic(member, '/get-unclaimed-tickets'),
  ])
  return answers.map(({ status }) => status)
}

/** The responses to a token without any rights. */
const allClosed = [303, 303, 401, 401, 403, 403]

const endings: Record<string, (member: Member) => PromiseLike<unknown>> = {
  'logging out on the page': ({ pages }) => pages.post('/logout').redirects(0).expect(303),
  'logging out over the API': ({ api }) => api.delete('/sessions/current').expect(204),
  'a new password on the page': ({ pages }) =>
    pages
      .post('/profile/password')
      .type('form')
      .send({ current_password: password, new_password: 'a better one', new_password_confirmation: 'a better one' })
      .expect(303),
  'a new password over the API': ({ api }) =>
    api.put('/me/password', { current_password: password, new_password: 'a better one' }).expect(200),
}

describe('on the very next request with the old token', () => {
  test.each(Object.entries(endings))('%s has ended it everywhere', async (name, end) => {
    const member = await join(world, `ann${Object.keys(endings).indexOf(name)}`, 'assistant')
    const { token } = member
    await member.api.get(`/tickets/${ticket}`).expect(200)
    await classic(member, '/get-unclaimed-tickets').expect(200)
    await end(member)
    // The browser that changed its password has a new session; what counts is the old token.
    member.pages = world.visitor()
    member.pages.jar.setCookie(`session=${token}`, '127.0.0.1', '/')
    expect(await staffAnswers(member)).toEqual(allClosed)
  })

  test('a new password on one device ends the others', async () => {
    const here = await join(world, 'rosa')
    const { body } = await world.api().post('/api/v1/sessions').send({ login: 'rosa', password }).expect(201)
    const change = { current_password: password, new_password: 'a better one' }
    await world
      .api()
      .put('/api/v1/me/password')
      .set('Authorization', `Bearer ${body.access_token}`)
      .send(change)
      .expect(200)
    await here.api.get('/me').expect(401)
    await here.pages.get('/home').expect(303)
    await classic(here, `/get-open-tickets/${here.id}`).expect(403)
  })

  test('a demoted assistant is a customer, to whom other tickets do not exist', async () => {
    const member = await join(world, 'bea', 'assistant')
    await member.api.get(`/tickets/${ticket}`).expect(200)
    await changeAccountType(world.ctx, null, member.id, 'customer')
    expect(await staffAnswers(member)).toEqual([404, 403, 404, 403, 403, 403])
    expect((await member.api.get('/me').expect(200)).body.account_type).toBe('customer')
    expect((await member.pages.get('/home').expect(200)).text).toContain('Open a ticket')
    await member.api.get('/tickets?queue=unclaimed').expect(400)
  })

  test('a promoted customer is staff', async () => {
    const member = await join(world, 'cleo')
    expect(await staffAnswers(member)).toEqual([404, 403, 404, 403, 403, 403])
    await changeAccountType(world.ctx, null, member.id, 'assistant')
    const [page, , api, , ...old] = await staffAnswers(member)
    expect([page, api, ...old]).toEqual([200, 200, 200, 200])
    await member.api.post('/tickets', { title: 'A ticket of my own', message: 'Can I still open one?' }).expect(403)
  })
})
