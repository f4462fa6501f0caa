import type { Context } from '#context'
import { listQueue } from '#desk/ticket-lists/queue-lists.ts'
import { countAccounts } from '#people/admin/accounts.ts'
import { listOpenInvitations } from '#people/staff-invitations/invitations.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { areFirstStepsHidden } from '#platform/settings/first-steps.ts'

export interface FirstStep {
  done: boolean
  title: string
  text: string
  link: { href: string; label: string }
}

/** What remains to be set up on a new desk, for its admins; null if all is done or the list was hidden. */
export async function firstSteps(ctx: Context, actor: Actor): Promise<FirstStep[] | null> {
  if (actor.account_type !== 'admin' || (await areFirstStepsHidden(ctx))) return null
  const { site_name, site_logo } = ctx.settings.current
  const { admins, assistants } = await countAccounts(ctx)
  const steps: FirstStep[] = [
    {
      done: site_logo !== null || site_name !== 'SupportMe',
      title: 'Give the desk its name and logo',
      text: 'They are shown on every page and in every mail.',
      link: { href: '/admin/settings', label: 'Open the settings' },
    },
    {
      done: ctx.config.mail.smtp !== null || ctx.config.mail.mailgun !== null,
      title: 'Let it send mail',
      text: 'Set MAIL_URL on the server, restart the program, and send yourself a test mail from the settings.',
      link: { href: '/admin/settings', label: 'Send a test mail' },
    },
    {
      done: Number(admins) + Number(assistants) > 1 || (await listOpenInvitations(ctx)).length > 0,
      title: 'Invite your colleagues',
      text: 'Type their addresses and choose their role. Each gets a link to create an account.',
      link: { href: '/admin/invitations', label: 'Invite colleagues' },
    },
    {
      done: await hasTickets(ctx, actor),
      title: 'Open a trial ticket',
      text: 'Register as a customer in another browser or a private window, open a ticket there, and answer it here.',
      link: { href: '/tickets?queue=open', label: 'Look at all open tickets' },
    },
  ]
  return steps.every(({ done }) => done) ? null : steps
}

async function hasTickets(ctx: Context, actor: Actor): Promise<boolean> {
  const lists = await Promise.all([listQueue(ctx, actor, 'open', 1), listQueue(ctx, actor, 'closed', 1)])
  return lists.some(({ rows }) => rows.length > 0)
}
