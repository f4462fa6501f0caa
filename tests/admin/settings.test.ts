import { describe, expect, test } from 'vitest'
import { withTransaction } from '#platform/db/transaction.ts'
import { changeSettings, storeChange } from '#platform/settings/changes.ts'
import { openSettings, readStored } from '#platform/settings/settings.ts'
import { textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post } from './desk.ts'

const world = await startApp({ env: { SESSION_HOURS: '12', SITE_NAME: 'From the environment' } })
const second = await startApp({ database: world.database, clock: world.clock })
const boss = await join(world, 'boss', 'admin')
const audit = () => lastAudit(world, null, 'settings')
const patch = (change: object) => boss.api.patch('/admin/settings', change)
const logIn = (login: string) => world.api().post('/api/v1/sessions').send({ login, password })

describe('settings', () => {
  test('are the environment’s until they are set, and again when taken back', async () => {
    const before = await boss.api.get('/admin/settings').expect(200)
    expect(before.body).toMatchObject({ settings: { session_hours: 12 }, defaults: { session_hours: 12 }, set: [] })
    const set = await patch({ session_hours: 2, site_name: 'Studio' }).expect(200)
    expect(set.body).toMatchObject({
      settings: { session_hours: 2, site_name: 'Studio' },
      defaults: { session_hours: 12, site_name: 'From the environment' },
      set: ['session_hours', 'site_name'],
    })
    expect(await audit()).toEqual({
      action: 'settings_changed',
      actor_id: boss.id,
      before: '{"site_name":null,"session_hours":null}',
      after: '{"site_name":"Studio","session_hours":2}',
    })
    const { body } = await logIn('boss').expect(201)
    expect(Date.parse(body.expires_at) - world.clock.now()).toBe(2 * 3_600_000)
    const back = await patch({ session_hours: null, site_name: null }).expect(200)
    expect(back.body).toEqual(before.body)
    expect(await audit()).toMatchObject({ before: '{"site_name":"Studio","session_hours":2}' })
  })

  test('that two admins change at the same moment are in force, both of them', async () => {
    const other = await join(world, 'other-boss', 'admin')
    let second: Promise<void> | undefined
    await withTransaction(world.ctx, async (ctx) => {
      await storeChange(ctx, boss.actor, { session_hours: 3 })
      second = changeSettings(world.ctx, other.actor, { max_open_tickets: 3 })
      // Long enough for the other change to be stored, if it did not wait for this transaction.
      for (let n = 0; n < 50; n++) await readStored(ctx.db)
    })
    await second
    expect(world.ctx.settings.current).toMatchObject({ session_hours: 3, max_open_tickets: 3 })
    await patch({ session_hours: null, max_open_tickets: null }).expect(200)
  })

  test('are set on the page, which shows the environment’s beside them', async () => {
    const form = { site_name: 'Studio <3', site_color: '#0F766E', session_hours: '', session_binding: 'off' }
    await post(boss, '/admin/settings', { ...form, single_session: '', max_open_tickets: '7' }).expect(303)
    const { text } = await boss.pages.get('/admin/settings').expect(200)
    expect(textOf(text)).toContain('Set here; the installed value is From the environment.')
    expect(text).toContain('value="Studio &lt;3"')
    expect(text).not.toContain('Studio <3')
    expect(text).toContain('value="#0f766e"')
    expect((await boss.api.get('/admin/settings')).body.set).toEqual([
      'max_open_tickets',
      'session_binding',
      'site_color',
      'site_name',
    ])
    await post(boss, '/admin/settings', { reset: 'max_open_tickets' }).expect(303)
    const { body } = await boss.api.get('/admin/settings')
    expect(body.set).toEqual(['session_binding', 'site_color', 'site_name'])
    await patch({ site_name: null, site_color: null, session_binding: null }).expect(200)
  })

  test('that another admin has set since the page was opened stay as they are', async () => {
    const page = pageOf((await boss.pages.get('/admin/settings').expect(200)).text)
    const drawn = page.get('form', 'The desk').fieldsOfThis()
    await patch({ site_name: 'Set meanwhile', messages: 'hosts' }).expect(200)
    await post(boss, '/admin/settings', { ...drawn, session_hours: '0' }).expect(422)
    await post(boss, '/admin/settings', { ...drawn, session_hours: '3' }).expect(303)
    const { settings } = (await boss.api.get('/admin/settings')).body
    expect(settings).toMatchObject({ site_name: 'Set meanwhile', messages: 'hosts', session_hours: 3 })
    await patch({ site_name: null, messages: null, session_hours: null }).expect(200)
  })

  test('that do not change leave no entry', async () => {
    await patch({ session_hours: 5 }).expect(200)
    const before = await audit()
    await patch({ session_hours: 5 }).expect(200)
    await patch({ session_hours: 6 }).expect(200)
    expect(await audit()).toMatchObject({ before: '{"session_hours":5}', after: '{"session_hours":6}' })
    expect(before).toMatchObject({ after: '{"session_hours":5}' })
    await patch({ session_hours: null })
  })

  test.each([
    ['site_name', 'two\r\nlines'],
    ['site_name', 'Desk\r\nBcc: everybody@example.com'],
    ['site_name', 'x'.repeat(61)],
    ['site_name', 'nul\0'],
    ['site_color', 'red'],
    ['site_color', '#fff'],
    ['site_color', '#8a2f6b; } body { display: none'],
    ['site_color', 'url(https://evil.example/x)'],
    ['session_hours', '0'],
    ['session_hours', '8761'],
    ['session_hours', '1.5'],
    ['session_hours', '1e3'],
    ['max_open_tickets', '-1'],
    ['max_open_tickets', '1000001'],
    ['single_session', 'maybe'],
  ])('refuse %s %j on page and API', async (name, value) => {
    const before = await boss.api.get('/admin/settings')
    const page = await post(boss, '/admin/settings', { [name]: value }).expect(422)
    expect(page.text).toContain(`id="${name}-error"`)
    const answer = await patch({ [name]: value }).expect(422)
    expect(answer.body.errors[0].field).toBe(name)
    expect((await boss.api.get('/admin/settings')).body).toEqual(before.body)
  })

  test.each(['site_logo', 'site_logo_file', 'peppers', 'constructor'])('have no %s to be set', async (name) => {
    await patch({ [name]: '/x' }).expect(422)
    await post(boss, '/admin/settings', { [name]: '/x' }).expect(422)
  })

  test('are in force in another process within seconds', async () => {
    await patch({ site_name: 'Everywhere' }).expect(200)
    await expect.poll(() => second.ctx.settings.current.site_name).toBe('Everywhere')
    expect((await second.visitor().get('/login')).text).toContain('Everywhere')
    await patch({ site_name: null }).expect(200)
  })

  test('are in force in another process that missed the signal of the change', async () => {
    await withTransaction(world.ctx, async (ctx) => {
      await storeChange(ctx, boss.actor, { site_name: 'Unheard' })
      ctx.closing?.topics.clear()
    })
    await expect.poll(() => second.ctx.settings.current.site_name).toBe('Unheard')
    await patch({ site_name: null }).expect(200)
  })

  test('stay when one stored value is broken or no longer allowed', async () => {
    const { db, config } = world.ctx
    const rows = ['session_hours', 'nothing_known'].map((name) => ({ name, value: '"ten"', changed_at: 1 }))
    await db
      .insertInto('settings')
      .values([...rows, { name: 'messages', value: 'off', changed_at: 1 }])
      .execute()
    await patch({ max_open_tickets: 3 }).expect(200)
    const fresh = await openSettings(config, db)
    expect(fresh.current).toMatchObject({ session_hours: 12, max_open_tickets: 3, messages: 'hosts' })
    fresh.close()
    await db.deleteFrom('settings').execute()
    await world.ctx.settings.reload(db)
  })

  test('are one truth when many are set at the same moment', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `Name ${n}`)
    await Promise.all([...names.map((site_name) => patch({ site_name })), patch({ session_hours: 3 })])
    const stored = await world.ctx.db.selectFrom('settings').selectAll().where('name', '=', 'site_name').execute()
    await expect
      .poll(() => world.ctx.settings.current)
      .toMatchObject({ site_name: JSON.parse(stored[0]?.value ?? ''), session_hours: 3 })
    await patch({ site_name: null, session_hours: null })
  })

  test('of logins are changed by a recent proof of identity alone, others without', async () => {
    const chief = await join(world, 'chief', 'admin')
    world.clock.advance(11 * minute)
    const before = await audit()
    const refused = await chief.api.patch('/admin/settings', { session_binding: false, max_open_tickets: 4 })
    expect([refused.status, refused.body.code]).toEqual([403, 'reauthentication_required'])
    const asked = await post(chief, '/admin/settings', { session_hours: '8760', site_name: 'Mine' }).expect(422)
    expect((await chief.api.get('/admin/settings')).body.set).toEqual([])
    expect(await audit()).toEqual(before)

    await chief.api.patch('/admin/settings', { max_open_tickets: 4 }).expect(200)
    const fields = pageOf(asked.text).fieldsOf('/admin/settings')
    await post(chief, '/admin/settings', { ...fields, reauthentication_password: password }).expect(303)
    const { settings } = (await chief.api.get('/admin/settings')).body
    expect(settings).toMatchObject({ session_hours: 8760, site_name: 'Mine', max_open_tickets: 4 })
    await chief.api.patch('/admin/settings', { session_hours: null, site_name: null, max_open_tickets: null })
  })
})
