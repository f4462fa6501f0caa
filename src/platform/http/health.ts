import { Router } from 'express'
import type { Context } from '#context'
import { notFound } from '#errors'
import { version } from '#lib/version.ts'
import type { Metrics } from './metrics.ts'
import { isFromNearby } from './nearby.ts'

/** For monitoring: liveness, readiness, and metrics (these only from private addresses). */
export function health(ctx: Context, metrics: Metrics): Router {
  const router = Router()
  // Proxies and monitors look for "ok" at the beginning.
  router.get('/healthz', (_req, res) => void res.type('text').send(`ok\nversion ${version}\n`))
  router.get('/readyz', async (_req, res) => {
    const reason = await ctx.readiness.whyNot()
    res
      .status(reason ? 503 : 200)
      .type('text')
      .send(`${reason ?? 'ready'}\n`)
  })
  router.get('/metrics', async (req, res, next) => {
    if (!isFromNearby(req)) return next(notFound())
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return router
}
