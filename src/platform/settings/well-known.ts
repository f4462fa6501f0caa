import { type Response, Router } from 'express'
import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { assetAddress } from '#platform/http/assets.ts'

const securityTextLasts = 180 * day

/** Search engines may show the front page; everything else is private (RFC 9309). */
const robots = `User-agent: *
Allow: /$
Allow: /assets/
Allow: /site/
Allow: /theme.css
Disallow: /
`

const cacheForDay = (res: Response) => res.set('cache-control', 'public, max-age=86400')

/** What browsers, password managers, search engines and security researchers look for on every site. */
export function wellKnown({ config, clock }: Context): Router {
  const router = Router()
  router.get('/favicon.ico', (_req, res) => cacheForDay(res).redirect(302, assetAddress('favicon.svg')))
  router.get('/robots.txt', (_req, res) => void cacheForDay(res).type('text').send(robots))
  router.get('/.well-known/security.txt', (_req, res) => {
    cacheForDay(res).type('text').send(securityText(config, clock.now()))
  })
  // https://www.w3.org/TR/change-password-url/
  router.get('/.well-known/change-password', (_req, res) => res.redirect(303, '/profile#password-title'))
  return router
}

/** RFC 9116. The expiry date moves on by itself, by whole days. */
function securityText({ server, mail }: Context['config'], now: number): string {
  const expires = new Date(now - (now % day) + securityTextLasts)
  return `Contact: mailto:${encodeURI(mail.from)}
Expires: ${expires.toISOString()}
Preferred-Languages: en
Canonical: ${server.origin}/.well-known/security.txt
`
}
