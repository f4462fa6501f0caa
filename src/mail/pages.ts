import { notFound } from '../errors.ts'
import { view } from '../http/answer.ts'
import { page } from '../http/route.ts'
import { when } from '../when.ts'
import { listCaughtMails } from './queries.ts'

/** Every mail of a desk that is not in production; in production the page does not exist. */
export const mailPages = [
  page.get('/dev/mail', { for: 'anyone' }, async ({ ctx }) => {
    if (!ctx.mailer.catches) throw notFound()
    const now = ctx.clock.now()
    const mails = (await listCaughtMails(ctx)).map((mail) => ({ ...mail, caught_at: when(mail.caught_at, now) }))
    return view('mail/caught', 'Caught mail', { mails })
  }),
]
