import type { Request } from 'express'
import type { Context } from '#context'
import { layoutModel } from '#desk/home/layout-model.ts'
import { type Answer, ok, stream } from '#platform/http/answer.ts'
import { renderPage } from '#platform/http/render.ts'
import { api, page, type Route } from '#platform/http/route.ts'
import type { LayoutModel, Views } from '#platform/http/views.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'

// A twin goes the same way through the pipeline (log, headers, compression, parsing) and renders the same view from
// constants: only the session, the database and the building of the model are left out.

/** Sent with a request whose answer is to become a twin; names it. */
export const captureHeader = 'x-bench-capture'

export const twinOfPage = (name: string) => `/bare/${name}`
export const twinOfApi = (name: string) => `/api/v1/bare/${name}`

type View = { name: keyof Views; around: LayoutModel; model: Views[keyof Views] }

const views = new Map<string, View>()
const bodies = new Map<string, unknown>()

export function addTwins(ctx: Context): void {
  for (const route of [...pageRoutes, ...apiRoutes]) watch(ctx, route)
  pageRoutes.unshift(
    page.get('/bare/:name', { for: 'anyone' }, ({ req }) =>
      stream((res) => {
        const { name, around, model } = known(views, req)
        res.status(200).set('cache-control', 'private, no-store')
        res.type('html').send(renderPage(name, around, model))
      }),
    ),
  )
  const bareApi = ({ req }: { req: Request }) => ok(known(bodies, req))
  apiRoutes.unshift(
    api.get('/bare/:name', { for: 'anyone', summary: '', answers: {} }, bareApi),
    api.post('/bare/:name', { for: 'anyone', summary: '', answers: {} }, bareApi),
  )
}

function known<T>(twins: Map<string, T>, req: Request): T {
  const twin = twins.get(String(req.params.name))
  if (!twin) throw new Error('this twin was not captured')
  return twin
}

/** Until an answer has been captured, each request is looked at; measured are requests that go straight through. */
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
  const around = await layoutModel(ctx, actor, req)
  const page = { title: answer.title, path: req.path, live: answer.live ?? null }
  views.set(name, { name: answer.view, around: { ...around, page, flash: null }, model: answer.model })
}
