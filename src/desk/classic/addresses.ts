import { type Request, type RequestHandler, type Response, Router } from 'express'
import { DomainError } from '#errors'
import { bodyText } from '#platform/http/body.ts'
import { decodeForm } from '#platform/http/form-encoding.ts'
import { charsets } from './body.ts'

/** Paths that the contract shares with web pages, today's or the first version's. */
export const sharedAddresses = ['/register', '/login', '/profile', '/ticket/new', '/ticket/:ticket_id']

const isVisit = (req: Request) => req.method === 'GET' || req.method === 'HEAD'

/** Whether a POST is a form. Programs often send JSON with a form's content type, as curl does by default. */
async function isForm(req: Request, res: Response): Promise<boolean> {
  if (req.method !== 'POST' || !req.is(['urlencoded', 'multipart'])) return false
  // A body that is too large or no text counts as a form: the page then shows the error.
  return looksLikeForm(await bodyText(req, res, charsets).catch(() => ''))
}

/** Browsers send `name=value` pairs, or parts after a boundary; JSON begins with neither. */
const looksLikeForm = (text: string) => text === '' || text.startsWith('--') || /^[^\s[{"][^=]*=/.test(text)

/** Passes page visits and forms on to the web pages; every other POST belongs to the contract. */
export const letPagesPass: RequestHandler = async (req, res, next) => {
  if (isVisit(req) || (await isForm(req, res))) return next('router')
  if (req.method === 'POST') return next()
  throw refusedMethod(req, res, 'GET, HEAD, POST')
}

/** The first version's home page accepted no POST, nor does ours: programs get the contract's error. */
export const refusePostsToHome: RequestHandler = async (req, res, next) => {
  if (isVisit(req) || (await isForm(req, res))) return next('router')
  throw refusedMethod(req, res, 'GET, HEAD')
}

function refusedMethod(req: Request, res: Response, allow: string): DomainError {
  res.set('allow', allow)
  return new DomainError('method_not_allowed', 'method_not_allowed', `This address does not take ${req.method}.`)
}

const onlyForms: RequestHandler = async (req, res, next) => next((await isForm(req, res)) ? undefined : 'router')

const ticketPage = (req: Request) => `/tickets/${encodeURIComponent(String(req.params.ticket_id))}`

/** The first version's ticket pages: redirects bookmarks and forms to the pages that replaced them. */
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

/** If the form has the fields that `action` takes, the browser sends it there; otherwise it shows the page. */
async function sendFormOn(req: Request, res: Response, page: string, action: string, fields: string[]): Promise<void> {
  const { idempotency_key, ...given } = await formFields(req, res)
  const fits = Object.keys(given).sort().join() === fields.toSorted().join()
  if (fits) res.redirect(307, action)
  else res.redirect(303, page)
}

/** Empty for a form that cannot be parsed. */
async function formFields(req: Request, res: Response): Promise<Record<string, string | string[]>> {
  if (!req.is('urlencoded')) return {}
  return bodyText(req, res).then(decodeForm, () => ({}))
}
