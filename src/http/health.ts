import { BlockList, isIP } from 'node:net'
import { Router } from 'express'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { version } from '../version.ts'
import type { Metrics } from './metrics.ts'

const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

const isNear = (address = '') => isIP(address) > 0 && near.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** For whoever runs the process: alive, ready, and figures (these only from private addresses). */
export function health(ctx: Context, metrics: Metrics): Router {
  const router = Router()
  // Proxies and watchers look for "ok" at the beginning.
  router.get('/healthz', (_req, res) => void res.type('text').send(`ok\nversion ${version}\n`))
  router.get('/readyz', async (_req, res) => {
    const reason = await ctx.readiness.whyNot()
    res
      .status(reason ? 503 : 200)
      .type('text')
      .send(`${reason ?? 'ready'}\n`)
  })
  router.get('/metrics', async (req, res, next) => {
    if (!isNear(req.ip)) return next(notFound())
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return router
}
