import { promisify } from 'node:util'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { DomainError } from '../errors.ts'

/** Where the contract and a web page, today's or the first version's, share an address. */
export const sharedAddresses = ['/register', '/login', '/profile', '/ticket/new', '/ticket/:ticket_id']

const isVisit = (req: Request) => req.method === 'GET' || req.method === 'HEAD'

function isForm(req: Request): boolean {
  const type = req.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  return req.method === 'POST' && (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data')
}

/** Page visits and forms go on to the web pages; every other POST is the contract's. */
export const letPagesPass: RequestHandler = (req, res, next) => {
  if (isVisit(req) || isForm(req)) return next('router')
  if (req.method === 'POST') return next()
  res.set('allow', 'GET, HEAD, POST')
  next(new DomainError('method_not_allowed', 'method_not_allowed', `This address does not take ${req.method}.`))
}

const onlyForms: RequestHandler = (req, _res, next) => next(isForm(req) ? undefined : 'router')

const ticketPage = (req: Request) => `/tickets/${encodeURIComponent(String(req.params.ticket_id))}`

/** The first version's ticket pages: bookmarks and forms are led to the pages that now do that job. */
export function oldPages(): Router {
  const router = Router()
  router.get('/ticket/new', (_req, res) => res.redirect(303, '/tickets/new'))
  router.get('/ticket/:ticket_id', (req, res) => res.redirect(303, ticketPage(req)))
  router.post('/ticket/new', onlyForms, (req, res) =>
    sendFormOn(req, res, '/tickets/new', '/tickets', ['title', 'message']),
  )
  router.post('/ticket/:ticket_id', onlyForms, (req, res) =>
    sendFormOn(req, res, ticketPage(req), `${ticketPage(req)}/messages`, ['message']),
  )
  return router
}

const readForm = promisify(express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 100 }))

/** Where the form's fields are those that `action` takes, the browser sends it there; else it shows the page. */
async function sendFormOn(req: Request, res: Response, page: string, action: string, fields: string[]): Promise<void> {
  // A form that cannot be read does not fit.
  await readForm(req, res).catch(() => {})
  const { idempotency_key, ...given } = (req.body ?? {}) as Record<string, unknown>
  const fits = Object.keys(given).sort().join() === fields.toSorted().join()
  if (fits) res.redirect(307, action)
  else res.redirect(303, page)
}
