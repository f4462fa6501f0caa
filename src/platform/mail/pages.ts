import { notFound } from '#errors'
import { when } from '#lib/format-time.ts'
import { view } from '#platform/http/answer.ts'
import { isFromHere } from '#platform/http/nearby.ts'
import { page } from '#platform/http/route.ts'
import { listCaughtMails } from './queries.ts'

/** Every mail of a desk that is not in production, for whoever sits at its machine; others find no such page. */
export const mailPages = [
  page.get('/dev/mail', { for: 'anyone' }, async ({ ctx, req }) => {
    if (!ctx.mailer.catches || !isFromHere(req)) throw notFound()
    const now = ctx.clock.now()
    const mails = (await listCaughtMails(ctx)).map((mail) => ({ ...mail, caught_at: when(mail.caught_at, now) }))
    return view('mail/caught', 'Caught mail', { mails })
  }),
]
