import { beforeEach } from 'vitest'
import { hour } from '../support/clock.ts'
import { workOff, workOffMails } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import type { AppOptions } from '../support/world.ts'
import { startDesk } from '../tickets/desk.ts'
import { confirmEmail } from './told.ts'

/** A desk that mails to a mailbox; staff have confirmed addresses. Call it at the top of a file or in a `describe`. */
export async function startMailedDesk({ clock, env }: Pick<AppOptions, 'clock' | 'env'> = {}) {
  const mailbox = await openMailbox()
  const desk = await startDesk({
    ...(clock && { clock }),
    env: {
      ...{ MAIL_URL: mailbox.url, SITE_NAME: 'Studio Pirouette', SESSION_HOURS: '8000', MAX_OPEN_TICKETS: '1000' },
      ...env,
    },
  })
  const { world, anna, ben } = desk
  const work = () => workOff(world)
  let people = 0

  async function customer() {
    const member = await join(world, `mailed${people++}`)
    await confirmEmail(world, member)
    return { member, id: await ticketOf(world, member, 'A lost umbrella') }
  }

  const write = (member: Member, id: number, message: string) =>
    member.api.post(`/tickets/${id}/messages`, { message }).expect(201)
  const mailsTo = ({ email }: Member) => mailbox.received.filter(({ to }) => to.includes(email))
  const textsTo = (member: Member) => mailsTo(member).map(({ mail }) => mail.text ?? '')

  for (const one of [anna, ben]) await confirmEmail(world, one)
  beforeEach(async () => {
    await workOffMails(world, hour)
    mailbox.received.length = 0
  })
  const afterPause = (pause?: number) => workOffMails(world, pause)
  return { ...desk, mailbox, work, workOffMails: afterPause, customer, write, mailsTo, textsTo }
}
