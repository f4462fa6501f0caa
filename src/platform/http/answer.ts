import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { PageModule } from './page-modules.ts'
import type { StaticContent } from './static-content.ts'
import type { Flash, Views } from './views.ts'

/** An account as a browser remembers it: until its credentials are revoked. */
export interface KnownAccount {
  id: number
  credentials_version: number
}

/** A session's token to be set as the browser's cookie, or null to clear it. */
export type SessionCookie = {
  token: string
  expires_at: number
  /** Whose browser this is from now on. */
  known_account?: KnownAccount
} | null

export interface ViewAnswer {
  kind: 'view'
  view: keyof Views
  title: string
  model: Views[keyof Views]
  status?: number
  live?: string
  /** The address of the link beside the page that leads to it. */
  current?: string
  flash?: Flash
  /** Changes with the model, which is the same for everybody: who is not logged in gets the page from a cache. */
  version?: string
  module?: PageModule
  /** Loaded whole, as the headers of a document hold for as long as Turbo stays in it. */
  camera?: true
  /** Seconds, after which a browser without JavaScript asks again. */
  refresh?: number
}

interface RedirectAnswer {
  kind: 'redirect'
  location: string
  flash?: Flash
  session?: SessionCookie
  /** Whether the browser is to delete what it keeps for us: drafts, passes, lists of doors. */
  forgotten?: true
}

export interface JsonAnswer<Status extends number = number, Body = unknown> {
  kind: 'json'
  status: Status
  body: Body
  location?: string
}

/** Of status 204. */
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

/** An answer that is a file, of whatever type. */
export type FileAnswer = StreamAnswer | StaticAnswer

/**
 * What a handler wants said; the router says it. Everything but a view, a stream and static content can be kept and said
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

/** The same, once nothing of whoever was logged in is to stay in the browser. */
export const seeOtherForgotten = (location: string, done: string): RedirectAnswer => ({
  ...seeOther(location, done, null),
  forgotten: true,
})

/** Shows the error at the top of the page, in place of any other message. */
export const withError = <A extends ViewAnswer | RedirectAnswer>(answer: A, text: string): A => ({
  ...answer,
  flash: { kind: 'error', text },
})

/** A page with this status, unless it has one; other answers stay as they are. */
export const withStatus = (answer: Answer, status: number): Answer =>
  answer.kind === 'view' ? { status, ...answer } : answer

export const ok = <Body>(body: Body): JsonAnswer<200, Body> => ({ kind: 'json', status: 200, body })
export const created = <Body>(location: string, body: Body): JsonAnswer<201, Body> => ({
  ...{ kind: 'json', status: 201, body, location },
})
export const nothing: EmptyAnswer = { kind: 'empty' }
export const stream = (start: (res: Response) => void): StreamAnswer => ({ kind: 'stream', start })

interface TextFile {
  /** Null for an answer that is no file. */
  filename: string | null
  type: 'text/csv' | 'application/json'
  /** Made while it is sent, so that it may be of any size. */
  text: AsyncIterable<string>
  log: { error(fields: object, text: string): void }
}

/**
 * What goes wrong before the first piece becomes an answer; afterwards the file breaks off, so that nobody takes it
 * for the whole.
 */
export async function textFile({ filename, type, text, log }: TextFile): Promise<StreamAnswer> {
  const pieces = text[Symbol.asyncIterator]()
  const first = await pieces.next()
  return stream(async (res) => {
    if (filename) res.attachment(filename)
    res.set({ 'cache-control': 'private, no-store', 'content-type': `${type}; charset=utf-8` })
    const sent = startingWith(res.req.method === 'HEAD' ? { done: true, value: '' } : marked(type, first), pieces)
    await pipeline(Readable.from(sent), res).catch((error) => {
      if (error?.code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error, filename }, 'file not finished')
    })
  })
}

/** Without this mark before it Excel takes a CSV file for one in the character set of the machine. */
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
