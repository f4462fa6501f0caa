import type { Request, Response } from 'express'
import type { Context } from '#context'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Answer, SessionCookie } from '#platform/http/answer.ts'
import { moduleAddress } from '#platform/http/assets.ts'
import { allowCamera } from '#platform/http/security-headers.ts'
import { type StaticContent, sendStatic, staticContent } from '#platform/http/static-content.ts'
import type { LayoutModel } from '#platform/http/views.ts'
import { sendStream, sendText } from '#platform/http/whole-text.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { readSessionToken, setFlash, setSession, takeFlash } from './cookies.ts'
import { renderPage } from './render.ts'
import { isUnchanged } from './version.ts'

export interface SendOptions {
  /** Ends the session whose token is about to be replaced or cleared. */
  endReplaced(ctx: Context, token: string): Promise<void>
  /** The data of the layout. @param current the address of the navigation link to show as current */
  layoutModel(
    ctx: Context,
    actor: Actor | null,
    req: Request,
    current?: string,
  ): Promise<Omit<LayoutModel, 'page' | 'flash'>>
  /** The live topic of every page of a member, unless the answer names another. */
  live: string
}

/** Sends an answer to a browser. */
export async function sendPage(
  ctx: Context,
  options: SendOptions,
  answer: Answer,
  actor: Actor | null,
  req: Request,
  res: Response,
): Promise<void> {
  switch (answer.kind) {
    case 'view': {
      const flash = answer.flash ?? takeFlash(ctx.config, req, res)
      const around = await options.layoutModel(ctx, actor, req, answer.current)
      // The response to a POST cannot be fetched again, so it does not listen for changes.
      const listens = actor && req.method === 'GET' ? options.live : null
      const module = answer.module ? moduleAddress(answer.module) : null
      const camera = answer.camera === true
      if (camera) allowCamera(res)
      const refresh = answer.refresh ?? null
      const page = { title: answer.title, path: req.path, live: answer.live ?? listens, module, camera, refresh }
      if (answer.version && !actor && !flash) {
        const content = cachedPage(answer, { ...around, page, flash })
        return sendStatic(req, res, content, { 'cache-control': 'public, max-age=300', vary: 'cookie' })
      }
      res.status(answer.status ?? 200).set('cache-control', 'private, no-store')
      const html = renderPage(answer.view, { ...around, page, flash }, answer.model)
      if (isUnchanged(req, res, html)) return void res.status(304).end()
      sendText(req, res, 'html', html)
      return
    }
    case 'redirect':
      if (answer.session !== undefined) await replaceSession(ctx, options, answer.session, req, res)
      if (answer.flash) setFlash(ctx.config, res, answer.flash)
      if (answer.forgotten) res.set('clear-site-data', '"storage"')
      res.redirect(303, answer.location)
      return
    case 'json':
      res.status(answer.status).set('cache-control', 'private, no-store')
      sendText(req, res, 'json', JSON.stringify(answer.body))
      return
    case 'empty':
      res.status(204).end()
      return
    case 'stream':
      sendStream(req, res, answer)
      return
    case 'static':
      await sendStatic(req, res, answer.content, answer.headers)
  }
}

type View = Extract<Answer, { kind: 'view' }>

const cached = new BoundedMap<string, StaticContent>(20)

/** The page as visitors who are not logged in get it. Its layout changes only with the settings. */
function cachedPage({ view, version, model }: View, { page, ...around }: LayoutModel): StaticContent {
  const key = JSON.stringify([view, version, around])
  const known = cached.get(key)
  if (known) return known
  const content = staticContent('text/html; charset=utf-8', renderPage(view, { ...around, page }, model))
  cached.set(key, content)
  return content
}

/** A browser holds one session: its previous one ends when the cookie is replaced, whoever's it was. */
async function replaceSession(ctx: Context, options: SendOptions, session: SessionCookie, req: Request, res: Response) {
  const former = readSessionToken(ctx.config, req)
  if (former && former !== session?.token) await options.endReplaced(ctx, former)
  setSession(ctx.config, res, session)
}
