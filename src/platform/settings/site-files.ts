import { Router } from 'express'
import type { Context } from '#context'
import { hashOf, type StaticContent, sendStatic, staticContent } from '#platform/http/static-content.ts'
import { logoAddress, logoPath, readLogo } from './logo.ts'
import type { Settings } from './settings.ts'

const themePath = '/theme.css'
const styleOf = (colour: string) => `:root { --accent: ${colour}; }\n`

/** The address of the stylesheet with the studio's colour; null if none is set. */
export function themeAddress({ site_color }: Pick<Settings, 'site_color'>): string | null {
  if (!site_color) return null
  return `${themePath}?v=${hashOf(styleOf(site_color))}`
}

/** The address changes with the content, so a response for the current one may be cached. */
const cacheFor = (address: string, current: string | null) => ({
  'cache-control': address === current ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
})

// Opened directly, a picture must not run anything; one stored by an earlier version can be an SVG.
const pictureHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  'x-content-type-options': 'nosniff',
}

/** The colour and logo that an admin has set. */
export function siteFiles(ctx: Context): Router {
  const router = Router()
  const logoNow = cachedLogo(ctx)
  router.get(themePath, (req, res) => {
    const { site_color } = ctx.settings.current
    res.set(cacheFor(req.originalUrl, themeAddress({ site_color })))
    res.type('css').send(site_color ? styleOf(site_color) : '')
  })
  router.get(logoPath, async (req, res, next) => {
    const logo = await logoNow()
    if (!logo) return next()
    await sendStatic(req, res, logo.content, { ...cacheFor(req.originalUrl, logo.address), ...pictureHeaders })
  })
  return router
}

interface CachedLogo {
  address: string
  content: StaticContent
}

/** Reads the logo from the database once, and again when the settings change to another. */
function cachedLogo(ctx: Context): () => Promise<CachedLogo | null> {
  let cached: CachedLogo | null = null
  return async () => {
    const { site_logo } = ctx.settings.current
    if (!site_logo?.startsWith(`${logoPath}?`)) return null
    if (cached?.address === site_logo) return cached
    const logo = await readLogo(ctx.db)
    cached = logo && { address: logoAddress(logo.content), content: staticContent(logo.type, logo.content) }
    return cached
  }
}
