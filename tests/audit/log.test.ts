import { describe, expect, test } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { textOf } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startAuditedDesk } from './desk.ts'
import { addEntry } from './entries.ts'

const { world, customer, anna, ben, admin, open } = await startAuditedDesk({
  env: { SESSION_HOURS: '1000', TIME_ZONE: 'UTC' },
})
const { ctx, clock } = world

interface Entry {
  id: number
  at: string
  action: string
  entity: string
  entity_id: number | null
  actor: { id: number; display_name: string } | null
  before: unknown
  after: unknown
}

const list = async (query: string): Promise<{ entries: Entry[]; next_cursor: string | null }> =>
  (await admin.api.get(`/admin/audit?${query}`).expect(200)).body
const ids = ({ entries }: { entries: Entry[] }) => entries.map(({ id }) => id)
const page = async (query = '') => (await admin.pages.get(`/admin/audit${query}`).expect(200)).text
const onPage = (html: string) => [...html.matchAll(/id="entry-(\d+)"/g)].map(([, id]) => Number(id))

describe('the audit log', () => {
  test('is for admins alone, as a page, a file and in the API', async () => {
    for (const one of [customer, anna]) {
      await one.pages.get('/admin/audit').expect(403)
      await one.pages.get('/admin/audit.csv').expect(403)
      await one.api.get('/admin/audit').expect(403)
    }
  })

  test('shows who did what to what, with what was and is, newest first', async () => {
    const id = await open()
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    const { entries } = await list(`entity=ticket&entity_id=${id}`)
    expect(entries.map(({ action, actor }) => [action, actor?.id])).toEqual([
      ['claimed', anna.id],
      ['opened', customer.id],
    ])
    expect(entries[0]).toMatchObject({ before: { assistant_id: null }, after: { assistant_id: anna.id } })
    const html = await page(`?entity=ticket&entity_id=${id}`)
    expect(onPage(html)).toEqual(ids({ entries }))
    expect(textOf(html)).toContain(`anna (#${anna.id}) claimed ticket #${id}`)
    expect(textOf(html)).toContain(`assistant before: nobody → after: anna (#${anna.id})`)
  })

  test('names people, and tells moments as the desk’s clock does', async () => {
    const at = Date.UTC(2026, 10, 28, 18, 30)
    const before = { participant_id: anna.id, host_id: anna.id, holder_id: null, starts_at: at, until: 1e300 }
    const after = { participant_id: ben.id, host_id: ben.id, holder_id: anna.id, holders: [anna.id, ben.id] }
    await addEntry(ctx, { actor_id: null, action: 'told', entity: 'event', entity_id: 7, before, after })
    const text = textOf(await page('?action=told'))
    for (const name of ['participant', 'host'])
      expect(text).toContain(`${name} before: anna (#${anna.id}) → after: ben (#${ben.id})`)
    expect(text).toContain(`holder before: nobody → after: anna (#${anna.id})`)
    expect(text).toContain(`holders before: nobody → after: anna (#${anna.id}), ben (#${ben.id})`)
    expect(text).toContain('starts at before: Sat 28 Nov 2026, 18:30 → after: nothing')
  })

  test.each([
    ['a username in any case', () => 'BEN'],
    ['an id', () => String(ben.id)],
    ['an id with its sign', () => `%23${ben.id}`],
    ['an email', () => ben.email],
  ])('is filtered by %s of who did it', async (_by, who) => {
    await ben.api.patch('/me', { display_name: `Ben ${who().length}` }).expect(200)
    const { entries } = await list(`who=${who()}`)
    expect(entries[0]).toMatchObject({ action: 'profile_changed' })
    expect(entries.every(({ actor }) => actor?.id === ben.id)).toBe(true)
    expect(onPage(await page(`?who=${who()}`))).toEqual(ids({ entries }))
  })

  test('knows what nobody did by hand, and says when nobody is called so', async () => {
    await addEntry(ctx, { actor_id: null, action: 'escalated', entity: 'ticket', entity_id: 1 })
    const { entries } = await list('who=system')
    expect(entries.length).toBeGreaterThan(0)
    expect(entries.every(({ actor }) => actor === null)).toBe(true)
    expect((await list('who=nobodyatall')).entries).toEqual([])
    expect(textOf(await page('?who=nobodyatall'))).toContain('Nobody has the username, email or id “nobodyatall”.')
  })

  test('is filtered by action and entity, and offers every action there is', async () => {
    await addEntry(ctx, { actor_id: admin.id, action: 'rare_action', entity: 'job', entity_id: 77 })
    const { entries } = await list('action=rare_action&entity=job&entity_id=77')
    expect(entries).toHaveLength(1)
    expect((await list('action=rare_action&entity=ticket')).entries).toEqual([])
    expect((await list('action=api_token_revoked')).entries).toEqual([])
    const html = await page('?action=rare_action')
    expect(html).toContain('<option value="rare_action" selected>Rare action</option>')
    expect(html).toContain('<option value="opened">Opened the ticket</option>')
  })

  test('is filtered by time: a day as a whole, a minute as a whole', async () => {
    clock.advance(48 * hour)
    const mark = async (action: string) => {
      await addEntry(ctx, { actor_id: null, action, entity: 'settings', entity_id: null })
      return new Date(clock.now())
    }
    clock.advance(minute - (clock.now() % minute))
    const start = await mark('first')
    clock.advance(59_999)
    await mark('second')
    clock.advance(1)
    const later = await mark('third')
    const actions = async (query: string) => (await list(query)).entries.map(({ action }) => action)
    const at = (time: Date) => time.toISOString()
    const minuteOf = (time: Date) => `${at(time).slice(0, 16)}Z`
    expect(await actions(`from=${minuteOf(start)}&to=${minuteOf(start)}`)).toEqual(['second', 'first'])
    expect(await actions(`from=${at(later)}`)).toEqual(['third'])
    expect(await actions(`from=${at(start)}&to=${at(start)}`)).toEqual(['first'])
    const day = `${start.getFullYear()}-${String(start.getMonth() + 1).padStart(2, '0')}-${String(start.getDate()).padStart(2, '0')}`
    expect(await actions(`from=${day}&to=${day}&entity=settings`)).toContain('first')
    expect(await actions(`to=${day}&from=${day}&entity=ticket`)).toEqual([])
  })

  test.each([
    'from=yesterday',
    'to=2026-13-45',
    'from=2026-02-30',
    'to=2026-11-31T10:00',
    'entity=password',
    'entity_id=x',
    'entity_id=99999999999',
    'action=a%20b',
    'action=ticket_closed',
    'cursor=abc',
    'limit=0',
    'sort=hash',
    'who=a&who=b',
    'who=%00',
  ])('refuses %s', async (query) => {
    await admin.api.get(`/admin/audit?${query}`).expect(400)
    await admin.pages.get(`/admin/audit?${query}`).expect(400)
  })

  test('is paged without gaps and repeats, also among entries of one moment, filters kept in the address', async () => {
    for (let n = 0; n < 7; n++)
      await addEntry(ctx, { actor_id: admin.id, action: 'paged', entity: 'job', entity_id: n + 1 })
    const seen: number[] = []
    let next: string | null = ''
    for (let pages = 0; next !== null && pages < 9; pages++) {
      const part: Awaited<ReturnType<typeof list>> = await list(`action=paged&limit=3${next ? `&cursor=${next}` : ''}`)
      seen.push(...ids(part))
      next = part.next_cursor
    }
    expect(seen).toHaveLength(7)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    const html = await page('?action=paged&limit=3')
    const more = pageOf(html).get('link', 'More').href
    expect(more).toMatch(/^\/admin\/audit\?action=paged&limit=3&cursor=/)
    expect(onPage((await admin.pages.get(more).expect(200)).text)).toEqual(seen.slice(3, 6))
  })

  test('calls an erased person "Deleted account", and tells no name that went with it', async () => {
    const vera = await join(world, 'verasecret')
    await vera.api.patch('/me', { display_name: 'Vera Secretname' }).expect(200)
    await deleteAccount(ctx, admin.id, vera.id)
    const html = await page(`?who=${vera.id}`)
    expect(onPage(html).length).toBeGreaterThan(0)
    expect(textOf(html)).toContain(`Deleted account (#${vera.id})`)
    const { text: json } = await admin.api.get(`/admin/audit?who=${vera.id}`).expect(200)
    const { text: file } = await admin.pages.get(`/admin/audit.csv?entity=account&entity_id=${vera.id}`).expect(200)
    for (const text of [html, json, file]) expect(text).not.toMatch(/secretname|verasecret/i)
  })

  test('shows entries whose values are not what the desk writes', async () => {
    await world.ctx.db
      .insertInto('audit_entries')
      .values({
        id: 2_000_000_000,
        at: clock.now(),
        actor_id: 999_999,
        address: null,
        action: 'forged',
        entity: 'ticket',
        entity_id: null,
        before: 'not json',
        after: '[1]',
        hash: '',
      })
      .execute()
    expect(textOf(await page('?action=forged'))).toContain('Account #999999 forged')
    expect((await list('action=forged')).entries[0]).toMatchObject({ before: { value: 'not json' }, actor: null })
    await world.ctx.db.deleteFrom('audit_entries').where('id', '=', 2_000_000_000).execute()
  })
})
