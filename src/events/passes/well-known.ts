import { Router } from 'express'
import type { Context } from '#context'
import { notFound } from '#errors'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { publicKeys } from './keys.ts'

/** How long browsers and proxies may cache the keys: seconds. */
const keptFor = 60

/** Where other scanners find the public keys of codes; README describes the format. */
export function passKeys(ctx: Context): Router {
  const router = Router()
  router.get('/.well-known/pass-keys.json', async (_req, res) => {
    if (!ctx.settings.current.events) throw notFound()
    const keys = (await publicKeys(ctx)).map(({ created_at, retired_at, ...key }) => ({
      ...key,
      created_at: isoTime(created_at),
      retired_at: timeOrNull(retired_at),
    }))
    res.set('cache-control', `public, max-age=${keptFor}`).json({ keys })
  })
  return router
}
