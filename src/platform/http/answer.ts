import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { PageModule } from './page-modules.ts'
import type { StaticContent } from './static-content.ts'
import type { Flash, Views } from './views.ts'

/** An account that this browser has logged in to; valid until the account's credentials are revoked. */
export interface KnownAccount {
  id: number
  credentials_version: number
}

/** The session token to store in the browser's cookie; null clears it. */
export type SessionCookie = {
  token: string
  expires_at: number
  /** The account that this browser has logged in to. */
  known_account?: KnownAccount
} | null

export interface ViewAnswer {
  kind: 'view'
  view: keyof Views
  title: string
  model: Views[keyof Views]
  status?: number
  live?: string
  /** The address of the navigation link that is shown as current. */
  current?: string
  flash?: Flash
  /** Changes with the model, which is the same for everybody: visitors who are not logged in get the page from a cache. */
  version?: string
  module?: PageModule
  /** Loaded without Turbo, which would keep the headers of the first document. */
  camera?: true
  /** Seconds after which a browser without JavaScript reloads the page. */
  refresh?: number
}

interface RedirectAnswer {
  kind: 'redirect'
  location: string
  flash?: Flash
  session?: SessionCookie
  /** Whether the browser must delete what it stores for us: drafts, passes, lists of doors. */
  forgotten?: true
}

export interface JsonAnswer<Status extends number = number, Body = unknown> {
  kind: 'json'
  status: Status
  body: Body
  location?: string
}

/** With status 204. */
export interface EmptyAnswer {
  kind: 'empty'
}

interface StreamAnswer {
  kind: 'stream'
  start: (res: Response) => void
}

interface StaticAnswer {
  kind: 'static'
  content: StaticContent
  headers: Record<string, string>
}

/** An answer that is a file of any type. */
export type FileAnswer = StreamAnswer | StaticAnswer

/**
 * A handler's answer, which the router sends. Everything but a view, a stream and static content can be stored and sent
 * again.
 */
export type Answer = ViewAnswer | RedirectAnswer | JsonAnswer | EmptyAnswer | FileAnswer

export const view = <N extends keyof Views>(
  name: N,
  title: string,
  model: Views[N],
  more: Pick<ViewAnswer, 'live' | 'current' | 'flash' | 'version' | 'module' | 'camera' | 'refresh'> = {},
): ViewAnswer => ({
  kind: 'view',
  view: name,
  title,
  model,
  ...more,
})

export const seeOther = (location: string, done?: string, session?: SessionCookie): RedirectAnswer => ({
  kind: 'redirect',
  location,
  ...(done && { flash: { kind: 'success', text: done } }),
  ...(session !== undefined && { session }),
})

/** Like `seeOther`; the browser also deletes what it stores of the account. */
export const seeOtherForgotten = (location: string, done: string): RedirectAnswer => ({
  ...seeOther(location, done, null),
  forgotten: true,
})

/** Shows the error at the top of the page, in place of any other message. */
export const withError = <A extends ViewAnswer | RedirectAnswer>(answer: A, text: string): A => ({
  ...answer,
  flash: { kind: 'error', text },
})

/** Sets the status of a page that has none; other answers are unchanged. */
export const withStatus = (answer: Answer, status: number): Answer =>
  answer.kind === 'view' ? { status, ...answer } : answer

export const ok = <Body>(body: Body): JsonAnswer<200, Body> => ({ kind: 'json', status: 200, body })
export const created = <Body>(location: string, body: Body): JsonAnswer<201, Body> => ({
  ...{ kind: 'json', status: 201, body, location },
})
export const nothing: EmptyAnswer = { kind: 'empty' }
export const stream = (start: (res: Response) => void): StreamAnswer => ({ kind: 'stream', start })

interface TextFile {
  /** Null for a body that is no download. */
  filename: string | null
  type: 'text/csv' | 'application/json'
  /** Generated while it is sent, so that it may be of any size. */
  text: AsyncIterable<string>
  log: { error(fields: object, text: string): void }
}

/**
 * An error before the first piece becomes an error response; afterwards the download is aborted, so that nobody takes
 * it for complete.
 */
export async function textFile({ filename, type, text, log }: TextFile): Promise<StreamAnswer> {
  const pieces = text[Symbol.asyncIterator]()
  const first = await pieces.next()
  return stream(async (res) => {
    // The client may have disconnected while the first piece was read.
    if (res.destroyed) return void (await pieces.return?.())
    if (filename) res.attachment(filename)
    res.set({ 'cache-control': 'private, no-store', 'content-type': `${type}; charset=utf-8` })
    const sent = startingWith(res.req.method === 'HEAD' ? { done: true, value: '' } : marked(type, first), pieces)
    await pipeline(Readable.from(sent), res).catch((error) => {
      if (error?.code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error, filename }, 'file not finished')
    })
  })
}

/** Without a byte order mark Excel reads a CSV file in the machine's own character set. */
const byteOrderMark = '\ufeff'

const marked = (type: TextFile['type'], first: IteratorResult<string>): IteratorResult<string> =>
  type === 'text/csv' && !first.done ? { done: false, value: byteOrderMark + first.value } : first

async function* startingWith(first: IteratorResult<string>, rest: AsyncIterator<string>) {
  try {
    for (let piece = first; !piece.done; piece = await rest.next()) yield piece.value
  } finally {
    await rest.return?.()
  }
}
