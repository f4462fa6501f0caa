import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { savedViewsOf } from '#desk/ticket-lists/saved-views.ts'
import { personalData } from '#people/privacy/personal-data.ts'
import { up } from '../../migrations/20261128-1510-saved-views-by-id.ts'
import { textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { sendForm } from '../tickets/desk.ts'

const world = await startApp()
const [anna, ben, kim] = [
  await join(world, 'anna', 'assistant'),
  await join(world, 'ben', 'assistant'),
  await join(world, 'kim'),
]

const views = async (member: Member): Promise<{ id: number | null; name: string; address: string }[]> =>
  (await member.api.get('/saved-views').expect(200)).body.saved_views
const names = async (member: Member) => (await views(member)).map(({ name }) => name)

describe('saved views', () => {
  test('are there for staff from the start, and lead to lists', async () => {
    expect(await names(anna)).toEqual(['My open', 'Waiting longest'])
    expect(await names(kim)).toEqual([])
    for (const { address, name } of await views(anna)) {
      const { text } = await anna.pages.get(`/tickets?${address}`).expect(200)
      const page = pageOf(text)
      expect(page.get('main').all('heading')[0]?.name).toBe(name)
      expect(page.all('link', name).map((link) => link.attribute('aria-current'))).toContain('page')
    }
  })

  test('are saved, renamed and removed on the page, and listed beside the queues', async () => {
    const address = 'sort=newest&priority=high&cursor=WzEsMV0&limit=10'
    const saved = await sendForm(anna, '/saved-views', { name: 'Burning', address }).expect(303)
    expect(saved.headers.location).toBe('/tickets?priority=high&sort=newest')
    expect(textOf((await anna.pages.get('/home')).text)).toContain('Burning')
    const id = (await views(anna)).at(-1)?.id
    const renamed = await sendForm(anna, `/saved-views/${id}`, { name: 'On fire' }).expect(303)
    expect(renamed.headers.location).toBe('/tickets?priority=high&sort=newest')
    expect(await names(anna)).toEqual(['My open', 'Waiting longest', 'On fire'])
    await sendForm(anna, `/saved-views/${id}/removal`).expect(303)
    expect(await names(anna)).toEqual(['My open', 'Waiting longest'])
  })

  test('are saved, renamed and removed through the API', async () => {
    const { body } = await kim.api.post('/saved-views', { name: 'Mine', address: 'q=umbrella' }).expect(201)
    expect(body).toEqual({ id: expect.any(Number), name: 'Mine', address: 'q=umbrella' })
    const renamed = (await kim.api.patch(`/saved-views/${body.id}`, { name: 'My umbrella' }).expect(200)).body
    expect(renamed).toEqual({ ...body, name: 'My umbrella' })
    expect(await views(kim)).toEqual([renamed])
    await kim.api.delete(`/saved-views/${body.id}`).expect(204)
    await kim.api.delete(`/saved-views/${body.id}`).expect(404)
    expect(await views(kim)).toEqual([])
  })

  test('belong to one person', async () => {
    const { body } = await anna.api.post('/saved-views', { name: 'Private', address: 'tag=vip' }).expect(201)
    expect(await names(ben)).not.toContain('Private')
    await ben.api.patch(`/saved-views/${body.id}`, { name: 'Stolen' }).expect(404)
    await ben.api.delete(`/saved-views/${body.id}`).expect(404)
    await sendForm(ben, `/saved-views/${body.id}`, { name: 'Stolen' }).expect(404)
    await sendForm(ben, `/saved-views/${body.id}/removal`).expect(404)
    expect(await names(anna)).toContain('Private')
    await ben.api.post('/saved-views', { name: 'Private', address: 'tag=vip' }).expect(201)
  })

  test.each([
    ['queue=open', 'A queue is always there; save a list with filters.'],
    ['', 'Choose some filters first.'],
    ['nonsense=1', 'This is not the address of a list of tickets.'],
  ])('of %j are refused, and the page says why', async (address, reason) => {
    const { text } = await sendForm(anna, '/saved-views', { name: 'Nothing to save', address }).expect(422)
    expect(textOf(text)).toContain(reason)
  })

  test('have each a name of its own', async () => {
    for (const name of ['My open', 'Private']) {
      const { body } = await anna.api.post('/saved-views', { name, address: 'tag=x' }).expect(422)
      expect(body.errors[0].field).toBe('name')
    }
    const { text } = await sendForm(anna, '/saved-views', { name: 'Private', address: 'tag=x' }).expect(422)
    expect(textOf(text)).toContain('You already have a view with this name')
    expect(pageOf(text).fieldsOf('/saved-views')).toMatchObject({ name: 'Private', address: 'tag=x' })
    const { body } = await anna.api.post('/saved-views', { name: 'Second', address: 'tag=x' }).expect(201)
    await anna.api.patch(`/saved-views/${body.id}`, { name: 'Private' }).expect(422)
    expect(textOf((await sendForm(anna, `/saved-views/${body.id}`, { name: 'Private' }).expect(422)).text)).toContain(
      'You already have a view with this name',
    )
  })

  test.each([
    ...['', 'queue=open', 'sort=password_hash', 'nonsense=1', 'q=a&q=b', 'https://example.com', 'cursor=WzEsMV0'],
    ...['q=%ff', 'q=%ED%A0%80', 'q=100%'],
  ])('lead nowhere but to lists of tickets: %j', async (address) => {
    const { body } = await anna.api.post('/saved-views', { name: 'Broken', address }).expect(422)
    expect(body.errors[0].field).toBe('address')
    await sendForm(anna, '/saved-views', { name: 'Broken', address }).expect(422)
  })

  test('of a customer hold no filters of the desk', async () => {
    await kim.api.post('/saved-views', { name: 'Desk', address: 'priority=high' }).expect(400)
  })

  test('name a customer by number, so that no name stays in them when its account is deleted', async () => {
    const lea = await join(world, 'lea')
    const { body } = await anna.api
      .post('/saved-views', { name: 'Of Lea', address: 'customer=Lea&q=shoes' })
      .expect(201)
    expect(body.address).toBe(`q=shoes&customer=id%3A${lea.id}`)
    await anna.api.delete(`/saved-views/${body.id}`).expect(204)
    const former = { account_id: anna.id, name: 'Former', address: 'customer=lea&sort=newest' }
    await world.ctx.db.insertInto('saved_views').values(former).execute()
    await up(world.ctx.db as never)
    const [former_view] = (await views(anna)).slice(-1)
    expect(former_view?.address).toBe(`customer=id%3A${lea.id}&sort=newest`)
    await anna.api.delete(`/saved-views/${former_view?.id}`).expect(204)
  })

  test('are at most twenty', async () => {
    const save = (n: number) => kim.api.post('/saved-views', { name: `View ${n}`, address: `q=word${n}` })
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => save(n)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10)
    await save(30).expect(422)
  })

  test('of the desk’s affairs are not shown to somebody who has left it', async () => {
    const cleo = await join(world, 'cleo', 'assistant')
    await cleo.api.post('/saved-views', { name: 'Burning', address: 'priority=high' }).expect(201)
    await cleo.api.post('/saved-views', { name: 'Umbrellas', address: 'q=umbrella' }).expect(201)
    const gone = { ...cleo.actor, account_type: 'customer', is_staff: false } as const
    expect((await savedViewsOf(world.ctx, gone)).map(({ name }) => name)).toEqual(['Umbrellas'])
    const data = JSON.parse(await text(personalData(world.ctx, gone)))
    expect(data.saved_views).toMatchObject([{ name: 'Burning' }, { name: 'Umbrellas' }])
  })
})
