import type { Page } from 'playwright-core'
import { claimTicket } from '#desk/tickets/claims.ts'
import { closeTicket } from '#desk/tickets/closures.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { inviteColleagues } from '#people/staff-invitations/invitations.ts'
import { insertJobs } from '#platform/jobs/queries.ts'
import { day, hour } from '../support/clock.ts'
import { join, joinConfirmed, type Member, password, ticketOf } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import { refused, type Situation } from './whole-pages.ts'

/** An admin's pages on the first day, when nothing has happened. */
export async function firstDay(world: World): Promise<Situation[]> {
  const who = await join(world, 'helen', 'admin')
  return [
    { name: 'the admin’s home on the first day', who, path: '/admin' },
    { name: 'a search that finds no account', who, path: '/admin/accounts?q=nobody&type=assistant&state=suspended' },
    { name: 'nobody invited', who, path: '/admin/invitations' },
    { name: 'no failed logins', who, path: '/admin/failed-logins' },
    { name: 'no jobs', who, path: '/admin/jobs' },
    { name: 'no numbers', who, path: '/admin/reports' },
    { name: 'an audit log filtered to nothing', who, path: '/admin/audit?who=nobody&from=2020-01-01T00:00' },
  ]
}

/** An admin's pages on a busy desk, with and without errors. */
export async function adminSituations(world: World): Promise<Situation[]> {
  const who = await join(world, 'helen', 'admin')
  const { kim, anna, gone, late } = await fill(world, who)
  const at = (one: Member) => `/admin/accounts/${one.id}`
  return [
    { name: 'the admin’s home', who, path: '/admin' },
    { name: 'the accounts', who, path: '/admin/accounts?limit=3', act: (page) => page.getByText('More').waitFor() },
    { name: 'an assistant’s account', who, path: at(anna) },
    { name: 'a customer’s account', who, path: at(kim) },
    { name: 'a suspended account', who, path: at(gone) },
    { name: 'a refused renaming', who, path: at(kim), act: refused({ username: 'no name!' }, 'Save name and picture') },
    {
      name: 'a link to hand over',
      who,
      path: at(kim),
      act: async (page) => {
        await page.getByRole('button', { name: 'Make a link', exact: true }).click()
        await page.getByLabel('Hand this over').waitFor()
      },
    },
    {
      name: 'confirming who it is',
      who: late,
      path: at(kim),
      act: async (page) => {
        await page.getByRole('button', { name: 'Make a link', exact: true }).click()
        await page.getByRole('button', { name: 'Confirm with a passkey' }).waitFor()
      },
    },
    { name: 'deleting an account', who, path: `${at(anna)}/deletion` },
    {
      name: 'a refused deletion',
      who,
      path: `${at(anna)}/deletion`,
      act: refused({ username: 'kim' }, 'Delete this account'),
    },
    { name: 'invited colleagues', who, path: '/admin/invitations' },
    {
      name: 'a refused invitation',
      who,
      path: '/admin/invitations',
      act: refused({ emails: `dana@example.com ${long}` }, 'Invite'),
    },
    { name: 'an invitation of who has an account', who, path: '/admin/invitations', act: inviteKnown(anna) },
    { name: 'failed logins', who, path: '/admin/failed-logins' },
    { name: 'the settings', who, path: '/admin/settings' },
    {
      name: 'refused settings',
      who,
      path: '/admin/settings',
      act: refused({ site_color: '#ffee00', session_hours: 'x' }, 'Save the settings'),
    },
    { name: 'the audit log', who, path: '/admin/audit' },
    { name: 'dead jobs', who, path: '/admin/jobs' },
    { name: 'discarding a job', who, path: '/admin/jobs', act: (page) => discard(page, 'Notification mail #') },
    { name: 'discarding all dead jobs', who, path: '/admin/jobs', act: (page) => discard(page, 'Discard all …') },
    { name: 'the numbers', who, path: '/admin/reports' },
    { name: 'a page for admins', who: anna, path: '/admin/jobs', status: 403 },
  ]
}

const inviteKnown = (known: Member) => async (page: Page) => {
  await page.getByLabel('Their email addresses').fill(`${known.email} new@example.com`)
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByRole('heading', { name: 'Not invited: they already have an account' }).waitFor()
}

/** An open invitation, an expired one, and one whose address the mail server rejected. */
async function inviteSome({ ctx }: World, { actor }: Member) {
  const emails = [`${long.slice(0, 40)}@${'example.'.repeat(8)}com`, 'late@example.com', 'refused@example.com']
  await inviteColleagues(ctx, actor, { emails, account_type: 'admin' })
  const invitation = (email_key: string, change: object) =>
    ctx.db.updateTable('staff_invitations').set(change).where('email_key', '=', email_key).execute()
  await invitation('late@example.com', { expires_at: ctx.clock.now() })
  await invitation('refused@example.com', { refused_at: ctx.clock.now() })
}

const discard = async (page: Page, name: string) => {
  await page.getByRole('link', { name }).last().click()
  await page.getByRole('heading', { name: /^Discard/ }).waitFor()
}

async function newPasskey(world: World, { api }: Member) {
  const options = (await api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
  return new SoftPasskey(world).create(options)
}

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze'

/** Everything that an admin's pages can show, with long names and reasons. */
async function fill(world: World, helen: Member) {
  const { ctx, clock } = world
  const [kim, anna, gone] = [
    await join(world, 'kim'),
    await joinConfirmed(world, 'anna', 'assistant'),
    await join(world, 'gone'),
  ]
  const late = await join(world, 'late', 'admin')
  await late.api.post('/me/passkeys', { name: 'Key', response: await newPasskey(world, late) }).expect(201)
  await protect(world, late)
  await kim.api.patch('/me', { display_name: long.slice(0, 40) }).expect(200)
  for (let count = 0; count < 5; count++) {
    const id = await ticketOf(world, kim, `${long} ${count}`)
    clock.advance(day)
    await claimTicket(ctx, anna.actor, id, 'force')
    await writeMessage(ctx, anna.actor, id, 'We have found it.')
    if (count < 3) await closeTicket(ctx, anna.actor, id)
  }
  await helen.api.patch('/admin/settings', { site_name: `The Studio of the ${long.slice(0, 30)}` }).expect(200)
  await helen.api.post(`/admin/accounts/${gone.id}/suspension`).expect(200)
  await protect(world, kim)
  await inviteSome(world, helen)
  const agent = `Mozilla/5.0 (${'x'.repeat(120)}) Firefox/140.0`
  const from = { ...ctx, client: { address: '2001:db8:85a3:8d3:1319:8a2e:370:7348', user_agent: agent, limits: [] } }
  await recordFailedLogin(from, 'n'.repeat(100), null, 'wrong')
  await recordFailedLogin(from, 'gone', gone.id, 'suspended')
  for (const last_error of [`connect ECONNREFUSED ${'1'.repeat(100)}`, null]) await addDeadJob(world, last_error)
  // After days without a proof of identity, the admin must confirm it before making links.
  await helen.api.post('/me/reauthentication', { current_password: password }).expect(200)
  return { kim, anna, gone, late }
}

export const addDeadJob = ({ ctx, clock }: World, last_error: string | null) =>
  insertJobs(ctx, [
    {
      kind: 'notification_mail',
      payload: '{"id":0}',
      dedupe_key: null,
      status: 'dead',
      attempts: 20,
      run_at: clock.now(),
      created_at: clock.now() - hour,
      finished_at: clock.now(),
      last_error,
    },
  ])
