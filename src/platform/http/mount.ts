import { type RequestHandler, Router } from 'express'
import { DomainError } from '#errors'
import type { Route } from './route.ts'

type HandlerOf = (route: Route) => RequestHandler

/** Mounts routes in order; other methods on one of their paths are answered with 405. */
export function mountAll(router: Router, routes: Route[], handlerOf: HandlerOf): void {
  for (const [path, onPath] of Map.groupBy(routes, (route) => route.path)) {
    const methods = onPath.map((route) => route.method)
    for (const route of onPath) router[route.method](path, named(path, handlerOf(route)))
    router.all(path, refuseMethod(methods.includes('get') ? ['head', ...methods] : methods))
  }
}

/** Like `mountAll`, for very many routes. */
export function mountBySegment(router: Router, routes: Route[], handlerOf: HandlerOf): void {
  const parts = new Map<string, Router>()
  for (const [segment, ofSegment] of Map.groupBy(routes, ({ path }) => firstSegment(path))) {
    if (segment.includes(':')) throw new Error(`${ofSegment[0]?.path} does not begin with a segment of its own`)
    const part = Router()
    mountAll(part, ofSegment, handlerOf)
    parts.set(segment, part)
  }
  router.use(bySegment(parts))
}

/**
 * Express tries one route after the other, and a router with an error handler that has no route for a request passes it
 * on in another turn of the event loop. Therefore only the routes with the request's first path segment see it.
 */
export function bySegment(parts: Map<string, Router>): RequestHandler {
  const choose: RequestHandler = (req, res, next) => {
    const part = parts.get(firstSegment(req.path))
    if (part) part(req, res, next)
    else next()
  }
  return Object.assign(choose, { parts })
}

/** Routes are not case-sensitive. */
export const firstSegment = (path: string) => path.split('/', 2)[1]?.toLowerCase() ?? ''

/** Sets the route's name for the log and the metrics. */
const named =
  (path: string, handler: RequestHandler): RequestHandler =>
  (req, res, next) => {
    res.locals.route = path
    return handler(req, res, next)
  }

function refuseMethod(methods: string[]): RequestHandler {
  const allow = methods.map((method) => method.toUpperCase()).join(', ')
  return (req, res, next) => {
    res.set('allow', allow)
    next(
      new DomainError(
        'method_not_allowed',
        'method_not_allowed',
        `This address does not take ${req.method}; it takes ${allow}.`,
      ),
    )
  }
}
