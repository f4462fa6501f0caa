import type { RequestListener } from 'node:http'
import { zstdCompressSync } from 'node:zlib'
import type { Request } from 'express'
import { z } from 'zod'
import type { Context } from '#context'
import { layoutModel } from '#desk/home/layout-model.ts'
import { type Answer, ok, stream } from '#platform/http/answer.ts'
import { api, page, type Route } from '#platform/http/route.ts'
import type { LayoutModel, Views } from '#platform/http/views.ts'
import { sendText } from '#platform/http/whole-text.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { renderPage } from '#platform/pages/render.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'

// A twin takes the same way through the pipeline (log, headers, compression, parsing) and renders the same view from
// constants: only the session, the database and the building of the model are left out.

/** Sent with a request whose response becomes a twin; its value is the twin's name. */
export const captureHeader = 'x-bench-capture'

export const twinOfPage = (name: string) => `/bare/${name}`
export const twinOfApi = (name: string) => `/api/v1/bare/${name}`
export const finishedPage = (name: string) => `/finished/${name}`

type View = { name: keyof Views; around: LayoutModel; model: Views[keyof Views]; html?: string }

/** Responds with a page rendered in advance: only node:http and the compression are left. */
export const withFinishedPages =
  (app: RequestListener): RequestListener =>
  (req, res) => {
    const view = req.url?.startsWith(finishedPage('')) && views.get(req.url.slice(finishedPage('').length))
    if (!view) return void app(req, res)
    view.html ??= renderPage(view.name, view.around, view.model)
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.setHeader('content-encoding', 'zstd')
    res.end(zstdCompressSync(view.html))
  }

const views = new Map<string, View>()
const bodies = new Map<string, unknown>()

export function addTwins(ctx: Context): void {
  for (const route of [...pageRoutes, ...apiRoutes]) watch(ctx, route)
  pageRoutes.unshift(
    page.get('/bare/:name', { for: 'anyone' }, ({ req }) =>
      stream((res) => {
        const { name, around, model } = known(views, req)
        res.status(200).set('cache-control', 'private, no-store')
        sendText(req, res, 'html', renderPage(name, around, model))
      }),
    ),
  )
  const bareApi = ({ req }: { req: Request }) => ok(known(bodies, req))
  apiRoutes.unshift(
    api.get('/bare/:name', { for: 'anyone', summary: '', answers: { 200: z.unknown() } }, bareApi),
    api.post(
      '/bare/:name',
      { for: 'anyone', summary: '', body: z.looseObject({}), answers: { 200: z.unknown() } },
      bareApi,
    ),
  )
}

function known<T>(twins: Map<string, T>, req: Request): T {
  const twin = twins.get(String(req.params.name))
  if (!twin) throw new Error('this twin was not captured')
  return twin
}

/** Until a response was captured each request is inspected; measured requests are not. */
function watch(ctx: Context, route: Route): void {
  const { handle } = route
  route.handle = async (call) => {
    const answer = await handle(call)
    const name = call.req.get(captureHeader)
    if (name) await capture(ctx, name, answer, call.actor, call.req)
    return answer
  }
}

async function capture(ctx: Context, name: string, answer: Answer, actor: Actor | null, req: Request): Promise<void> {
  if (answer.kind === 'json') bodies.set(name, answer.body)
  if (answer.kind !== 'view') return
  const around = await layoutModel(ctx, actor, req, answer.current)
  const page = {
    title: answer.title,
    path: req.path,
    live: answer.live ?? null,
    module: null,
    camera: false,
    refresh: null,
  }
  views.set(name, { name: answer.view, around: { ...around, page, flash: null }, model: answer.model })
}
