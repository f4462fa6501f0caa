import { createHash } from 'node:crypto'
import { type Response, Router } from 'express'
import type { Context } from '../context.ts'
import { logoPath, readLogo } from './logo.ts'
import type { Settings } from './settings.ts'

const themePath = '/theme.css'
const styleOf = (colour: string) => `:root { --accent: ${colour}; }\n`

/** The address of the stylesheet with the studio's colour; null where none is set. */
export function themeAddress({ site_color }: Pick<Settings, 'site_color'>): string | null {
  if (!site_color) return null
  const hash = createHash('sha256').update(styleOf(site_color)).digest('base64url').slice(0, 10)
  return `${themePath}?v=${hash}`
}

/** The address changes with the content, so what is at the current one may be kept for ever. */
function cacheFor(res: Response, asked: string, current: string | null): void {
  res.set('cache-control', asked === current ? 'public, max-age=31536000, immutable' : 'public, max-age=60')
}

/** The studio's own colour and logo, as it has set them. */
export function siteFiles(ctx: Context): Router {
  const router = Router()
  router.get(themePath, (req, res) => {
    const { site_color } = ctx.settings.current
    cacheFor(res, req.originalUrl, themeAddress({ site_color }))
    res.type('css').send(site_color ? styleOf(site_color) : '')
  })
  router.get(logoPath, async (req, res, next) => {
    const logo = await readLogo(ctx.db)
    if (!logo) return next()
    cacheFor(res, req.originalUrl, ctx.settings.current.site_logo)
    // Opened by itself, a picture may do nothing at all.
    res.set({
      'content-type': logo.type,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'x-content-type-options': 'nosniff',
    })
    res.send(logo.content)
  })
  return router
}
