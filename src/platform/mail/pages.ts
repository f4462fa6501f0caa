import type { Context } from '#context'
import { notFound } from '#errors'
import { formatTime } from '#lib/format-time.ts'
import { view } from '#platform/http/answer.ts'
import { isFromHere } from '#platform/http/nearby.ts'
import { page } from '#platform/http/route.ts'
import { listCapturedMails } from './queries.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'mail/captured': { mails: Awaited<ReturnType<typeof capturedMails>> }
  }
}

async function capturedMails(ctx: Context) {
  const mails = await listCapturedMails(ctx)
  return mails.map((mail) => ({ ...mail, captured_at: formatTime(ctx, mail.captured_at) }))
}

/** Every mail of a desk that is not in production, for requests from the same machine; not found for others. */
export const mailPages = [
  page.get('/dev/mail', { for: 'anyone' }, async ({ ctx, req }) => {
    if (!ctx.mailer.catches || !isFromHere(req)) throw notFound()
    return view('mail/captured', 'Captured mail', { mails: await capturedMails(ctx) })
  }),
]
