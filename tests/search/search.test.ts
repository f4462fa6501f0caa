import { describe, expect, test } from 'vitest'
import { writeMessage } from '#desk/tickets/messages.ts'
import { writeNote } from '#desk/tickets/notes.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { minute } from '../support/clock.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { found, listed, walked } from './found.ts'

const world = await startApp()
const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
const [anna, ben] = [await join(world, 'anna', 'assistant'), await join(world, 'ben', 'assistant')]

async function opened(of: Member, title: string, message: string): Promise<number> {
  world.clock.advance(minute)
  return (await openTicket(world.ctx, of.actor, { title, message })).ticket_id
}

const umbrella = await opened(kim, 'My lost umbrella', 'It is blue, and I left it in room two.')
const mention = await opened(
  kim,
  'Where is my jacket?',
  `Beside an umbrella ${'that is not mine and somewhere '.repeat(20)}`,
)
const cafe = await opened(lee, 'Das Café im Foyer', 'Öffnet es auch sonntags? Straßenschuhe erlaubt?')
const others = await opened(lee, 'Somebody else’s umbrella', 'A red umbrella, an umbrella for the rain.')

describe('words are found', () => {
  test('in titles and in messages, those tickets first that they fit best', async () => {
    expect(await found(kim, 'umbrella')).toEqual([umbrella, mention])
    expect((await found(anna, 'umbrella')).at(-1)).toBe(mention)
    expect((await found(anna, 'umbrella')).toSorted()).toEqual([umbrella, mention, others].toSorted())
  })

  test.each(['umb', 'UMBRELLA', 'blue umbrella', 'umbrella BLU', '"umbrella"', 'umbrella!'])('by %s', async (q) => {
    expect(await found(kim, q)).toContain(umbrella)
  })

  test.each(['cafe', 'CAFÉ', 'café', 'offnet', 'ÖFFNET', 'sonntags foyer'])(
    'without regard to accents: %s',
    async (q) => {
      expect(await found(lee, q)).toEqual([cafe])
    },
  )

  test.each([
    ['umb', 2],
    ['blue umb', 1],
    ['blue umbrella ', 1],
    ['umb blue', 0],
    ['blue umb ', 0],
    ['umbrella ro', 0],
    ['umbrella roo', 1],
  ])('as they are, the last one by its beginning while it is typed: %j', async (q, count) => {
    expect(await found(kim, q)).toHaveLength(count)
  })

  test.each(['ｕｍｂｒｅｌｌａ', 'Ｕmbrella'])('in letters of another width: %s', async (q) => {
    expect(await found(kim, q)).toContain(umbrella)
  })

  test('only where all of them are, in whichever message', async () => {
    await writeMessage(world.ctx, anna.actor, umbrella, 'Was there a giraffe on its handle?')
    expect(await found(kim, 'giraffe blue')).toEqual([umbrella])
    expect(await found(kim, 'giraffe red')).toEqual([])
  })

  test('far down a long conversation, together with the title', async () => {
    const long = await opened(lee, 'A conversation without end', 'It begins with a penguin.')
    for (let n = 0; n < 40; n++)
      await writeMessage(world.ctx, n % 2 ? lee.actor : ben.actor, long, `Answer number ${n}`)
    await writeMessage(world.ctx, lee.actor, long, 'It ends with a walrus.')
    expect(await found(lee, 'walrus conversation')).toEqual([long])
    expect(await found(lee, 'penguin')).toEqual([long])
    expect(await found(ben, 'answer')).toEqual([long])

    await lee.api.patch(`/tickets/${long}`, { title: 'A talk with no end' }).expect(200)
    expect(await found(lee, 'talk penguin')).toEqual([long])
    // However long the ticket is, the change itself writes two documents; a job writes the others.
    const renames = () => world.ctx.db.selectFrom('search_renames').selectAll().execute()
    expect(await renames()).toEqual([{ ticket_id: long, next_part: 2 }])
    await writeMessage(world.ctx, lee.actor, long, 'After the end there is an otter.')
    await new Worker(world.ctx, jobKinds).drain()
    expect(await renames()).toEqual([])
    for (const words of ['talk walrus', 'talk answer', 'otter talk']) expect(await found(ben, words)).toEqual([long])
    expect(await found(ben, 'conversation')).toEqual([])
  })

  test('as they are after an edit, and no longer as they were', async () => {
    const id = await opened(kim, 'A ticket about zebras', 'The zebra is striped.')
    await kim.api.patch(`/tickets/${id}`, { title: 'A ticket about lions', message: 'The lion is yellow.' }).expect(200)
    expect(await found(kim, 'zebra')).toEqual([])
    expect(await found(anna, 'zebra')).toEqual([])
    expect(await found(kim, 'lions yellow')).toEqual([id])
  })

  test('not when what would have been written was rolled back', async () => {
    await kim.api.post(`/tickets/${others}/messages`, { message: 'A platypus.' }).expect(404)
    expect(await found(anna, 'platypus')).toEqual([])
  })
})

describe('hits are marked', () => {
  test('in the title and in the part of a message that is shown', async () => {
    const [first] = await listed(kim, { q: 'umbr' })
    expect(first?.excerpt?.title_html).toBe('My lost <mark>umbrella</mark>')
    const [second] = await listed(kim, { q: 'jacket umbrella' })
    expect(second?.excerpt?.text_html).toMatch(/^Beside an <mark>umbrella<\/mark> that is not mine/)
    expect(second?.excerpt?.text_html?.length).toBeLessThan(300)
    const { text } = await kim.pages.get('/tickets?q=umbr').expect(200)
    expect(text).toContain('My lost <mark>umbrella</mark>')
  })

  test('without letting anybody’s text become HTML', async () => {
    const id = await opened(kim, '<b>hedgehog</b> & "co"', '<script>hedgehog</script> <img src=x onerror=alert(1)>')
    const [ticket] = await listed(anna, { q: 'hedgehog' })
    expect(ticket?.id).toBe(id)
    expect(ticket?.excerpt?.title_html).toBe('&lt;b&gt;<mark>hedgehog</mark>&lt;/b&gt; &amp; &quot;co&quot;')
    expect(ticket?.excerpt?.text_html).toContain('&lt;script&gt;<mark>hedgehog</mark>&lt;/script&gt; &lt;img')
    const { text } = await anna.pages.get('/tickets?q=%3Cscript%3Ehedgehog').expect(200)
    expect(text).not.toMatch(/<script>hedgehog|<img src=x/)
  })
})

describe('internal notes', async () => {
  const [mine, own] = [
    await opened(kim, 'An invoice in question', 'Is it paid already?'),
    await opened(ben, 'My own request here', 'As a customer for once.'),
  ]
  await writeNote(world.ctx, anna.actor, mine, 'Secretly a pangolin: check the chargeback.')
  await writeNote(world.ctx, anna.actor, own, 'Ben must not read of the pangolin here.')

  test('are found by staff, with the words of the conversation', async () => {
    expect(await found(anna, 'pangolin')).toEqual([own, mine])
    expect(await found(anna, 'chargeback invoice paid')).toEqual([mine])
    const [ticket] = await listed(anna, { q: 'chargeback' })
    expect(ticket?.excerpt).toMatchObject({
      text_html: expect.stringContaining('<mark>chargeback</mark>'),
      from_note: true,
    })
  })

  test.each(['pangolin', 'chargeback', 'secretly', 'invoice pangolin'])('are not found by customers: %s', async (q) => {
    expect(await found(kim, q)).toEqual([])
    expect(await found(lee, q)).toEqual([])
    const { text } = await kim.pages.get(`/tickets?q=${q}`).expect(200)
    expect(text).toContain('No ticket has all of these words.')
  })

  test('are not shown in a customer’s results', async () => {
    const { text } = await kim.pages.get('/tickets?q=invoice').expect(200)
    expect(text).not.toMatch(/pangolin|chargeback/i)
  })

  test('about a colleague’s own ticket are not found by that colleague', async () => {
    expect(await found(ben, 'pangolin')).toEqual([mine])
    const [ticket] = await listed(ben, { q: 'customer once' })
    expect(ticket?.id).toBe(own)
    expect(JSON.stringify(ticket)).not.toMatch(/pangolin/)
  })
})

describe('a customer’s search', async () => {
  const word = 'xylophone'
  const ids = [
    await opened(kim, 'About instruments', `My ${word} and your ${word} and the ${word}.`),
    await opened(kim, 'About other things', `There is one ${word} ${'and much more besides '.repeat(60)}`),
    await opened(kim, `One ${word} in a title`, 'Nothing more to say.'),
  ]

  test('neither returns nor counts nor ranks by other people’s tickets', async () => {
    const before = await found(kim, word)
    const page = async () =>
      (await kim.pages.get(`/tickets?q=${word}`).expect(200)).text
        .replace(/.*<main/s, '')
        .replace(/<time.*?<\/time>|value="[\w-]{36}[\w-]*"/gs, '')
    const shown = await page()
    expect(before).toEqual([ids[2], ids[0], ids[1]])
    for (let n = 0; n < 30; n++) await opened(lee, `Another ${word} here`, `${word} `.repeat(n + 1))
    await writeNote(world.ctx, anna.actor, ids[1] as number, `${word} `.repeat(50))
    expect(await found(kim, word)).toEqual(before)
    expect(await page()).toBe(shown)
  })
})

describe('pages of what was found', () => {
  test.each(['best', 'newest', 'oldest', 'updated'])('hold every ticket once, sorted by %s', async (sort) => {
    const all = await found(anna, { q: 'xylophone', sort })
    expect(all.length).toBe(33)
    for (const limit of [1, 7, 25]) expect(await walked(anna, { q: 'xylophone', sort }, limit)).toEqual(all)
    const own = await found(kim, { q: 'xylophone', sort })
    expect(await walked(kim, { q: 'xylophone', sort }, 1)).toEqual(own)
    expect(own).toHaveLength(3)
  })

  test('hold every ticket once also while others write what is searched for', async () => {
    const write = (n: number) => opened(lee, 'Another question', `My zither ${'and more '.repeat(10 * n)}`)
    const ids = [await write(1), await write(2), await write(3), await write(4), await write(5), await write(6)]
    const seen: number[] = []
    let cursor = ''
    do {
      const { body } = await anna.api.get(`/tickets?q=zither&limit=2${cursor && `&cursor=${cursor}`}`).expect(200)
      seen.push(...body.tickets.map(({ id }: { id: number }) => id))
      cursor = body.next_cursor ?? ''
      await write(1)
    } while (cursor && seen.length < 20)
    expect(seen.toSorted()).toEqual(ids)
  })
})
