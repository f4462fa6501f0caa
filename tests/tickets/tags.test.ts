import { expect, test } from 'vitest'
import { markedFields, textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { sendForm, startDesk, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const id = await open()
const tag = (...tags: string[]) => anna.api.put(`/tickets/${id}/tags`, { tags })

test.each([
  ['Lost property', 'lost property'],
  ['Lost \u00a0 property', 'lost property'],
  ['E\u0301vora', '\u00e9vora'],
  ['हिन्दी', 'हिन्दी'],
  ['İstanbul', 'i\u0307stanbul'],
])('a tag is a word of any language: %s', async (typed, kept) => {
  await tag(typed).expect(200)
  expect((await ticketAs(anna, id)).tags).toEqual([kept])
  expect((await ticketAs(customer, id)).tags).toBeNull()
})

test.each(['', ' ', '<b>', 'a\u200bb', '\u202eabc', '\u0301', '=1+1', '🎉', 'x'.repeat(31)])(
  '%j is no tag',
  async (typed) => {
    await tag('kept').expect(200)
    await tag(typed).expect(422)
    if (typed.trim()) await sendForm(anna, `/tickets/${id}/tags`, { tags: `fine, ${typed}` }).expect(422)
    expect((await ticketAs(anna, id)).tags).toEqual(['kept'])
  },
)

test('a form parts tags by the commas of any script', async () => {
  await sendForm(anna, `/tickets/${id}/tags`, { tags: '舞蹈，课程、 鞋, حذاء، درس' }).expect(303)
  expect((await ticketAs(anna, id)).tags.toSorted()).toEqual(['舞蹈', '课程', '鞋', 'حذاء', 'درس'].toSorted())
})

test('what is refused on the page stays there to be mended', async () => {
  const { text } = await sendForm(anna, `/tickets/${id}/tags`, { tags: 'fine, <b>' }).expect(422)
  expect(text).toMatch(/id="work"[^>]* open>/)
  expect(pageOf(text).fieldsOf(`/tickets/${id}/tags`)).toMatchObject({ tags: 'fine, <b>' })
  expect(markedFields(text)).toEqual(['tags'])
})

test('a form takes back no tag that a colleague has set since its page was opened', async () => {
  await tag('kept', 'old').expect(200)
  const shown_tags = pageOf((await anna.pages.get(`/tickets/${id}`)).text).fieldsOf(`/tickets/${id}/tags`).shown_tags
  await ben.api.put(`/tickets/${id}/tags`, { tags: ['kept', 'new'] }).expect(200)
  await sendForm(anna, `/tickets/${id}/tags`, { tags: 'mine, old', shown_tags: shown_tags ?? '' }).expect(303)
  expect((await ticketAs(anna, id)).tags).toEqual(['mine', 'new'])
  const many = Array.from({ length: 10 }, (_, n) => `tag ${n}`).join()
  const { text } = await sendForm(anna, `/tickets/${id}/tags`, { tags: many, shown_tags: '' }).expect(422)
  expect(pageOf(text).fieldsOf(`/tickets/${id}/tags`)).toMatchObject({ tags: many, shown_tags: '' })
})

test('a tag from before spaces counted once is shown as it is, and can be removed', async () => {
  await world.ctx.db.insertInto('ticket_tags').values({ ticket_id: id, tag: 'lost  property' }).execute()
  const form = pageOf((await anna.pages.get(`/tickets/${id}`)).text).fieldsOf(`/tickets/${id}/tags`)
  expect(form.tags).toContain('lost  property')
  await sendForm(anna, `/tickets/${id}/tags`, { ...form, tags: 'kept' }).expect(303)
  expect((await ticketAs(anna, id)).tags).toEqual(['kept'])
})

test('a list, which has room for three, says how many more there are', async () => {
  await tag('one', 'two', 'three').expect(200)
  expect((await anna.pages.get('/tickets?tag=one')).text).not.toContain('more tags')
  await tag('one', 'two', 'three', 'four', 'five').expect(200)
  expect(textOf((await anna.pages.get('/tickets?tag=one')).text)).toContain('+2 more tags')
})

test('tags in use are suggested by how they begin, to the desk alone, by page and API', async () => {
  await tag('théâtre', 'trial class', 'trial day', 'zebra').expect(200)
  const suggested = async (q: string) => (await anna.api.get(`/tags?q=${encodeURIComponent(q)}`).expect(200)).body.tags
  expect(await suggested(' Trial')).toEqual(['trial class', 'trial day'])
  expect(await suggested('thé')).toEqual(['théâtre'])
  expect(await suggested('nothing')).toEqual([])
  expect((await anna.pages.get('/tags?q=z').expect(200)).body).toEqual({ tags: ['zebra'] })
  await customer.api.get('/tags').expect(403)
})
