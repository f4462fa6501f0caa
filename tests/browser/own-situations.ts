import type { Page } from 'playwright-core'
import { saveView } from '#desk/ticket-lists/saved-views.ts'
import { assignTicket } from '#desk/tickets/assignments.ts'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { writeNote } from '#desk/tickets/notes.ts'
import { setPriority } from '#desk/tickets/priority.ts'
import { setTags } from '#desk/tickets/tags.ts'
import { makeToken } from '#people/api-tokens/tokens.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { beginEnrolment } from '#people/second-factor/enrolment.ts'
import { inviteColleagues } from '#people/staff-invitations/invitations.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { hour } from '../support/clock.ts'
import { newestToken, workOff } from '../support/letters.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { codeOf, halfToken, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import { refused, type Situation, unfold } from './whole-pages.ts'

/** The desk's tools: search, filters, views, notes, news. */
export async function deskSituations(world: World): Promise<Situation[]> {
  const { ctx, clock } = world
  const [kim, who] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  const [ben, idle] = [await join(world, 'ben', 'assistant'), await join(world, 'idle')]
  const tags = ['lost property', 'building', 'x'.repeat(30)]
  const marked = await ticketOf(world, kim, 'My umbrella, lost and never found')
  await setPriority(ctx, who.actor, marked, 'urgent')
  await setTags(ctx, who.actor, marked, tags)
  await writeNote(ctx, who.actor, marked, 'Somebody took the umbrella. @ben, have you seen it?')
  await assignTicket(ctx, who.actor, marked, { assistant_id: ben.id, note: 'You know the rooms.' })
  await kim.api.post(`/tickets/${marked}/messages`, { message: 'It is green.' }).expect(201)
  clock.advance(60 * hour)
  await enqueue(ctx, escalationJob, {})
  await workOff(world)
  await assignTicket(ctx, ben.actor, marked, { assistant_id: who.id })
  await saveView(ctx, who.actor, { name: 'Lost things', address: 'tag=lost+property' })
  const asked = 'status=any&customer=kim&priority=urgent&tag=building&waiting_on=staff&from=2020-01-01&escalated=yes'
  const taken = async (page: Page) => {
    await unfold(page)
    await refused({ name: 'Lost things' }, 'Save')(page)
  }
  return [
    { name: 'a search', who, path: '/tickets?q=umbrella' },
    { name: 'a search for nothing', who, path: '/tickets?q=zebra' },
    { name: 'a customer’s search', who: kim, path: '/tickets?q=umbrella' },
    { name: 'a list with every filter', who, path: `/tickets?${asked}&sort=waiting&unread=yes`, act: unfold },
    { name: 'a saved view', who, path: '/tickets?tag=lost+property', act: unfold },
    { name: 'a view whose name is taken', who, path: '/tickets?priority=urgent', act: taken },
    { name: 'a marked ticket, with notes and handed over', who, path: `/tickets/${marked}` },
    { name: 'the desk’s work on a ticket', who, path: `/tickets/${marked}`, act: unfold },
    { name: 'the colleagues to name', who, path: `/tickets/${marked}`, act: typeName },
    { name: 'the history of a ticket', who, path: `/tickets/${marked}/history` },
    { name: 'notifications', who: ben, path: '/notifications' },
    { name: 'unread notifications', who: ben, path: '/notifications?show=unread' },
    { name: 'no notifications', who: idle, path: '/notifications' },
    { name: 'nothing unread', who: idle, path: '/notifications?show=unread' },
    { name: 'what comes by mail', who, path: '/notifications/choices' },
  ]
}

const typeName = async (page: Page) => {
  await page.getByLabel('Your message').pressSequentially('Ask @')
  await page.getByRole('listbox').waitFor()
}

/** The pages about one's own account and for logging in. */
export async function ownSituations(world: World): Promise<Situation[]> {
  const early = await join(world, 'early')
  world.clock.advance(hour)
  const [kim, mia] = [await join(world, 'kim2'), await join(world, 'mia')]
  const [begun, safe] = [await join(world, 'begun'), await join(world, 'safe')]
  await addPasskey(world, mia)
  await addTokens(world, mia)
  await world.api().post('/api/v1/sessions').set('User-Agent', 'x'.repeat(80)).send({ login: 'mia', password })
  await world.api().post('/api/v1/accounts').send({ username: 'lea', email: 'lea@example.com', password }).expect(201)
  await workOff(world)
  await beginEnrolment(world.ctx, begun.actor, password)
  const { secret } = await protect(world, safe)
  const half = { ...safe, token: await halfToken(world, safe) }
  const [setNew, confirm] = [await linkOf(world, 'reset_password', kim), await linkOf(world, 'verify_email', kim)]
  const invitation = await invitationOf(world)
  const [wrong, making] = [{ current_password: 'x' }, 'Make the token']
  const short = refused({ new_password: 'abc' }, 'Set the new password')
  return [
    { name: 'where one is logged in', who: mia, path: '/profile/sessions' },
    { name: 'two-factor login that is off', who: kim, path: '/profile/two-factor' },
    {
      name: 'a refused beginning',
      who: kim,
      path: '/profile/two-factor',
      act: refused(wrong, 'Set up two-factor login'),
    },
    { name: 'two-factor login that is being set up', who: begun, path: '/profile/two-factor' },
    {
      name: 'a wrong code',
      who: begun,
      path: '/profile/two-factor',
      act: refused({ code: 'abc' }, 'Turn two-factor login on'),
    },
    { name: 'two-factor login that is on', who: safe, path: '/profile/two-factor' },
    { name: 'recovery codes', who: safe, path: '/profile/two-factor', act: newCodes(world, secret) },
    { name: 'the second step', who: half, path: '/login/second-step' },
    { name: 'a wrong second step', who: half, path: '/login/second-step', act: refused({ code: 'abc' }, 'Log in') },
    { name: 'no passkeys', who: kim, path: '/profile/passkeys' },
    { name: 'passkeys', who: mia, path: '/profile/passkeys' },
    { name: 'no API tokens', who: kim, path: '/profile/api-tokens' },
    { name: 'API tokens', who: mia, path: '/profile/api-tokens' },
    { name: 'a refused API token', who: mia, path: '/profile/api-tokens', act: refused({ name: ' ' }, making) },
    { name: 'a new API token', who: mia, path: '/profile/api-tokens', act: newToken },
    { name: 'a token, after confirming who it is', who: early, path: '/profile/api-tokens', act: newTokenConfirmed },
    { name: 'no calendar feed', who: kim, path: '/calendar-feed' },
    { name: 'a calendar feed', who: mia, path: '/calendar-feed', act: newFeed },
    { name: 'deleting one’s account', who: kim, path: '/profile/deletion' },
    { name: 'a refused goodbye', who: kim, path: '/profile/deletion', act: refused(wrong, 'Delete my account') },
    { name: 'a forgotten password', who: null, path: '/forgot' },
    { name: 'a new password', who: null, path: setNew },
    { name: 'a refused new password', who: null, path: setNew, act: short },
    { name: 'a dead link to a new password', who: null, path: '/reset?token=dead' },
    { name: 'confirming an address', who: null, path: confirm },
    { name: 'a dead link to confirm an address', who: null, path: '/verify?token=dead' },
    { name: 'an invitation to work here', who: null, path: invitation },
    { name: 'an invitation, seen by somebody else', who: kim, path: invitation },
    {
      name: 'a refused account of a colleague',
      who: null,
      path: invitation,
      act: refused({ username: 'no name!', display_name: 'x'.repeat(41), password: 'abc' }, 'Create account'),
    },
    { name: 'a dead invitation', who: null, path: '/invitation?token=dead' },
    { name: 'asking for a link again', who: null, path: '/verify/again' },
    { name: 'the caught mails', who: null, path: '/dev/mail' },
  ]
}

async function linkOf({ ctx }: World, purpose: 'reset_password' | 'verify_email', { id, email }: Member) {
  const { pathname, search } = new URL(await makeLink(ctx, purpose, id, email))
  return pathname + search
}

async function invitationOf(world: World) {
  const { actor } = await join(world, 'boss', 'admin')
  await updateAccount(world.ctx, actor.id, { display_name: long })
  const email = `${long}@example.com`
  await inviteColleagues(world.ctx, actor, { emails: [email], account_type: 'assistant' })
  return `/invitation?token=${await newestToken(world, email)}`
}

const long = 'Donaudampfschifffahrtsgesellschaft'

async function addPasskey(world: World, { api }: Member) {
  const options = (await api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
  const response = new SoftPasskey(world).create(options)
  await api.post('/me/passkeys', { name: 'x'.repeat(40), response }).expect(201)
}

/** One that is soon to expire, and one that has. */
async function addTokens({ ctx }: World, { actor }: Member) {
  for (const [name, days] of [
    ['x'.repeat(60), 3],
    ['Scanner', -3],
  ] as const) {
    const { id } = await makeToken(ctx, actor, { name, scopes: ['read', 'tickets', 'door'], expires_in_days: 30 })
    const expires_at = ctx.clock.now() + days * 24 * 3_600_000
    await ctx.db.updateTable('api_tokens').set({ expires_at }).where('id', '=', id).execute()
  }
}

async function newTokenConfirmed(page: Page) {
  await askForToken(page)
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Confirm and continue' }).click()
  await page.getByLabel('The token').waitFor()
}

async function askForToken(page: Page) {
  await page.getByLabel('A name').fill('Till')
  await page.getByRole('button', { name: 'Make the token' }).click()
}

async function newToken(page: Page) {
  await askForToken(page)
  await page.getByLabel('The token').waitFor()
}

async function newFeed(page: Page) {
  await page.getByRole('button', { name: /^Make a/ }).click()
  await page.getByLabel('All events that you may see').waitFor()
}

/** A new code each time, as none works twice. */
const newCodes = (world: World, secret: string) => async (page: Page) => {
  world.clock.advance(30_000)
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Make new recovery codes' }) })
  await form.getByLabel('Your password').fill(password)
  await form.getByLabel('A code of your app').fill(codeOf(world, secret))
  await form.getByRole('button').click()
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
}
