import { describe, expect, test } from 'vitest'
import { apiOf, join, pagesOf, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, textOf } from './reading.ts'

const world = await startApp()

describe('logging out', () => {
  test('on the page asks first, ends the session and says so', async () => {
    const { pages, token } = await join(world, 'rosa')
    const question = await pages.get('/logout').expect(200)
    expect(textOf(question.text)).toContain('Log out?')
    await pages.get('/home').expect(200)

    const answer = await pages.post('/logout').expect(303).expect('location', '/login')
    expect(answer.get('Set-Cookie')?.join()).toMatch(/session=; Path=\/; Expires=Thu, 01 Jan 1970/)
    expect(textOf((await pages.get('/login').expect(200)).text)).toContain('You are logged out.')
    await apiOf(world, token).get('/me').expect(401)
    await pagesOf(world, token).get('/home').expect(303).expect('location', '/login?next=%2Fhome')
    // After going back and logging in again, nobody is asked whether to log out.
    await pagesOf(world, token).get('/logout').expect(303).expect('location', '/login')
  })

  test('over the API ends the token, and its repeat is 401', async () => {
    const { api, token, id } = await join(world, 'pia')
    await api.delete('/sessions/current').expect(204)
    await api.get('/me').expect(401)
    await api.delete('/sessions/current').expect(401)
    await pagesOf(world, token).get('/home').expect(303)
    const entries = await auditOf(world, 'session', null)
    expect(entries.filter(({ actor_id, action }) => actor_id === id && action === 'logged_out')).toHaveLength(1)
  })

  test('ends this session alone', async () => {
    const here = await join(world, 'kim')
    const { body } = await world.api().post('/api/v1/sessions').send({ login: 'kim', password })
    await here.api.delete('/sessions/current').expect(204)
    await apiOf(world, body.access_token).get('/me').expect(200)
  })

  test('by a form on another site is refused', async () => {
    const { pages } = await join(world, 'vera')
    await pages.post('/logout').set('Sec-Fetch-Site', 'cross-site').expect(403)
    await pages.get('/home').expect(200)
  })

  test.each(['/login', '/register'])('undone: who is logged in is led from %s to the home page', async (path) => {
    const { pages } = await join(world, `ina${path.length}`)
    await pages.get(path).expect(303).expect('location', '/home')
  })
})
