import { type Request, type RequestHandler, type Response, Router } from 'express'
import { DomainError } from '#errors'
import { bodyText } from '#platform/http/body.ts'
import { decodeForm } from '#platform/http/form-encoding.ts'
import { charsets } from './body.ts'

/** Where the contract and a web page, today's or the first version's, share an address. */
export const sharedAddresses = ['/register', '/login', '/profile', '/ticket/new', '/ticket/:ticket_id']

const isVisit = (req: Request) => req.method === 'GET' || req.method === 'HEAD'

/** Whether a POST is a form. Programs often send JSON under a form's content type: curl does by itself. */
async function isForm(req: Request, res: Response): Promise<boolean> {
  if (req.method !== 'POST' || !req.is(['urlencoded', 'multipart'])) return false
  // What is too large or no text is a form as good as any: the page says what is wrong with it.
  return looksLikeForm(await bodyText(req, res, charsets).catch(() => ''))
}

/** Browsers write `name=value` pairs, or parts behind a boundary; no JSON begins or looks like these. */
const looksLikeForm = (text: string) => text === '' || text.startsWith('--') || /^[^\s[{"][^=]*=/.test(text)

/** Page visits and forms go on to the web pages; every other POST is the contract's. */
export const letPagesPass: RequestHandler = async (req, res, next) => {
  if (isVisit(req) || (await isForm(req, res))) return next('router')
  if (req.method === 'POST') return next()
  throw refusedMethod(req, res, 'GET, HEAD, POST')
}

/** The first version's home page took no posts, and neither does ours: programs are told so as by the contract. */
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

/** Where the form's fields are those that `action` takes, the browser sends it there; else it shows the page. */
async function sendFormOn(req: Request, res: Response, page: string, action: string, fields: string[]): Promise<void> {
  const { idempotency_key, ...given } = await formFields(req, res)
  const fits = Object.keys(given).sort().join() === fields.toSorted().join()
  if (fits) res.redirect(307, action)
  else res.redirect(303, page)
}

/** None of a form that cannot be read: it does not fit. */
async function formFields(req: Request, res: Response): Promise<Record<string, string | string[]>> {
  if (!req.is('urlencoded')) return {}
  return bodyText(req, res).then(decodeForm, () => ({}))
}
