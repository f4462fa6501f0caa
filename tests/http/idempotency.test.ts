import { describe, expect, test } from 'vitest'
import { conflict } from '#errors'
import { deletePortion } from '#platform/db/retention.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { onlyOnce } from '#platform/http/idempotency.ts'
import { answerRetention } from '#platform/http/retention.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { countOf, formKey, markedFields, textOf } from '../accounts/reading.ts'
import { day } from '../support/clock.ts'
import { join, type Member } from '../support/people.ts'
import { sendForm, startDesk, threadOf, ticketAs } from '../tickets/desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const write = (member: Member, id: number, key: string, message = 'Once and no more') =>
  member.api.post(`/tickets/${id}/messages`, { message }).set('Idempotency-Key', key)
const writeOnPage = (member: Member, id: number, idempotency_key: string, message = 'Once and no more') =>
  sendForm(member, `/tickets/${id}/messages`, { message, idempotency_key })
const written = async (id: number) => (await threadOf(anna, id)).slice(1).map(({ body }) => body)

describe('a request sent again with its key', () => {
  test('over the API has one effect and the same answer', async () => {
    const id = await open()
    const first = await write(customer, id, 'key-1').expect(201)
    const again = await write(customer, id, 'key-1').expect(201)
    expect(again.body).toEqual(first.body)
    expect(again.get('location')).toBe(first.get('location'))
    expect(await written(id)).toEqual(['Once and no more'])
  })

  test('from a form has one effect and leads to the same place', async () => {
    const id = await open()
    const key = formKey((await customer.pages.get(`/tickets/${id}`)).text, `/tickets/${id}/messages`)
    expect(key).toMatch(/^[\da-f-]{36}$/)
    const first = await writeOnPage(customer, id, key).expect(303)
    const again = await writeOnPage(customer, id, key).expect(303)
    expect(again.get('location')).toBe(first.get('location'))
    expect(await written(id)).toEqual(['Once and no more'])
  })

  test.each([
    ['API', write, 201],
    ['form', writeOnPage, 303],
  ] as const)('twenty times at once (%s) has one effect and one answer', async (name, send, status) => {
    const id = await open()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(customer, id, `many-${name}`)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(status))
    expect(new Set(answers.map((answer) => JSON.stringify([answer.body, answer.get('location')]))).size).toBe(1)
    expect(await written(id)).toEqual(['Once and no more'])
  })

  test('opens one ticket, with the form’s word of success each time', async () => {
    const key = formKey((await customer.pages.get('/tickets/new')).text, '/tickets')
    const form = { title: 'My lost umbrella', message: 'I left it in room 2.', idempotency_key: key }
    const before = await countOf(world, 'tickets')
    const first = await sendForm(customer, '/tickets', form).expect(303)
    const again = await sendForm(customer, '/tickets', form)
      .expect(303)
      .expect('location', first.get('location') as string)
    expect(textOf((await customer.pages.get(again.get('location') as string)).text)).toContain('Your ticket is open.')
    expect(await countOf(world, 'tickets')).toBe(before + 1)
  })

  test('answers a claim as before, though a colleague has taken over since', async () => {
    const id = await open()
    const claim = () =>
      anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).set('Idempotency-Key', 'claim')
    const first = await claim().expect(200)
    await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: anna.id }).expect(200)
    expect((await claim().expect(200)).body).toEqual(first.body)
    expect((await ticketAs(anna, id)).assistant.id).toBe(ben.id)
  })

  test('leaves one audit entry', async () => {
    const id = await open()
    const before = await countOf(world, 'audit_entries')
    for (let n = 0; n < 3; n++) await write(customer, id, 'audited').expect(201)
    expect(await countOf(world, 'audit_entries')).toBe(before + 1)
  })
})

describe('a key that came with something else', () => {
  test('is refused, page and API, and nothing is done', async () => {
    const id = await open()
    await write(customer, id, 'mine', 'The first').expect(201)
    const answer = await write(customer, id, 'mine', 'The second').expect(422)
    expect(answer.body.code).toBe('idempotency_key_reused')

    await writeOnPage(customer, id, 'form', 'The third').expect(303)
    const page = await writeOnPage(customer, id, 'form', 'The fourth').expect(422)
    expect(textOf(page.text)).toContain('This was sent before with other content. Check it and send it again.')
    expect(page.text).toContain('The fourth</textarea>')
    expect(markedFields(page.text)).toEqual([])
    // The form that comes back has a key of its own: sending it again works.
    const key = formKey(page.text, `/tickets/${id}/messages`)
    await writeOnPage(customer, id, key, 'The fourth').expect(303)
    expect(await written(id)).toEqual(['The first', 'The third', 'The fourth'])
  })

  test('is refused at another address with the same body', async () => {
    const [one, other] = [await open(), await open()]
    await write(customer, one, 'here').expect(201)
    await write(customer, other, 'here').expect(422)
    const close = (id: number) => customer.api.post(`/tickets/${id}/closure`).set('Idempotency-Key', 'close')
    await close(one).expect(200)
    await close(other).expect(422)
    expect(await written(other)).toEqual([])
  })

  test('says nothing about another person’s same key', async () => {
    const id = await open()
    await write(customer, id, 'shared', 'By the customer').expect(201)
    await write(anna, id, 'shared', 'By the assistant').expect(201)
    await writeOnPage(ben, id, 'shared', 'By the other one').expect(303)
    expect(await written(id)).toEqual(['By the customer', 'By the assistant', 'By the other one'])
  })
})

describe('a request that failed', () => {
  test('may be sent again with its key, mended or when things have changed', async () => {
    const id = await open()
    await write(customer, id, 'again', '').expect(422)
    await write(customer, id, 'again', '!claim').expect(422)
    await write(customer, id, 'again', 'Now it is right').expect(201)
    await writeOnPage(customer, id, 'form-again', '!nonsense').expect(422)
    await writeOnPage(customer, id, 'form-again', 'And this too').expect(303)
    expect(await written(id)).toEqual(['Now it is right', 'And this too'])

    const claim = (expected_assistant_id: number | null) =>
      anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id }).set('Idempotency-Key', 'late')
    await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await claim(null).expect(409)
    await ben.api.post(`/tickets/${id}/release`).expect(200)
    await claim(null).expect(200)
  })

  test('counts against the limit of how often it may be tried, whatever its key; not where only what is done counts', async () => {
    const ctx = { ...world.ctx, config: { ...world.ctx.config, rateLimits: true } }
    const [tries, done] = ['tries', 'done'].map((name) => ({ name, most: 2, window: day })) as [Limit, Limit]
    const attempt = (key: string) =>
      onlyOnce(ctx, customer.actor, key, 'the same', async (ctx) => {
        await consume(ctx, tries, customer.id)
        return withTransaction(ctx, async (ctx) => {
          await consume(ctx, done, customer.id)
          throw conflict('sold_out', 'Not now.')
        })
      }).catch((error) => error.code)
    expect([await attempt('try-1'), await attempt('try-2'), await attempt('try-3')]).toEqual([
      'sold_out',
      'sold_out',
      'too_many',
    ])
    const buckets = await ctx.db.selectFrom('rate_limits').select(['bucket', 'used']).execute()
    expect(buckets).toEqual([{ bucket: `tries:${customer.id}`, used: 3 }])
  })

  test.each(['', ' ', 'two words', 'x'.repeat(201), 'ü'])('for its key %j says so, or has none', async (key) => {
    const id = await open()
    const { status } = await writeOnPage(customer, id, key)
    expect(status).toBe(key === '' ? 303 : 400)
    expect(await written(id)).toHaveLength(key === '' ? 1 : 0)
  })

  test.each(['', 'two words'])('by a program for its key %j says so', async (key) => {
    const { body } = await write(customer, await open(), key).expect(400)
    expect(body.detail).toContain('An idempotency key has 1 to 200 printable ASCII characters')
  })
})

describe('kept answers', () => {
  test('are forgotten after two days, not before', async () => {
    const id = await open()
    await write(customer, id, 'two-days').expect(201)
    const kept = world.ctx.db.selectFrom('idempotency_keys').select('key').where('key', '=', 'two-days')
    const later = (passed: number) => ({ ...world.ctx, clock: { now: () => world.clock.now() + passed } })
    await deletePortion(later(2 * day), answerRetention, 1000)
    expect(await kept.execute()).toHaveLength(1)
    await deletePortion(later(2 * day + 1), answerRetention, 1000)
    expect(await kept.execute()).toEqual([])
    await write(customer, id, 'two-days').expect(201)
    expect(await written(id)).toHaveLength(2)
  })

  test('hold no password and no token', async () => {
    await write(customer, await open(), 'message').expect(201)
    const change = { current_password: 'wrong', new_password: 'a better password' }
    await customer.api.put('/me/password', change).set('Idempotency-Key', 'password').expect(422)
    const one = await join(world, 'pia')
    const right = { current_password: 'correct horse battery', new_password: 'a better password' }
    await one.api.put('/me/password', right).set('Idempotency-Key', 'password').expect(200)
    const kept = await world.ctx.db.selectFrom('idempotency_keys').selectAll().execute()
    expect(kept.map(({ key }) => key)).toContain('message')
    expect(kept.map(({ key }) => key)).not.toContain('password')
    expect(JSON.stringify(kept)).not.toMatch(/a better password|eyJ/)
  })
})
