import type { RequestHandler, Router } from 'express'
import { DomainError } from '#errors'
import type { Route } from './route.ts'

/** Mounts routes in their order; any other method on one of their paths is answered 405. */
export function mountAll(router: Router, routes: Route[], handler: (route: Route) => RequestHandler): void {
  for (const [path, onPath] of Map.groupBy(routes, (route) => route.path)) {
    const methods = onPath.map((route) => route.method)
    for (const route of onPath) router[route.method](path, named(path), handler(route))
    router.all(path, refuseMethod(methods.includes('get') ? ['head', ...methods] : methods))
  }
}

/** Tells the log and the figures which route it was. */
const named =
  (path: string): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = path
    next()
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
