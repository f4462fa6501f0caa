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

/**
 * What a handler wants said; the door says it. Everything but a view, a stream and static content can be kept and said
 * again.
 */
export type Answer =
  | {
      kind: 'view'
      view: keyof Views
      title: string
      model: Views[keyof Views]
      status?: number
      live?: string
      flash?: Flash
      /** Changes with the model, which is the same for everybody: who is not logged in gets the page from a cache. */
      version?: string
      module?: PageModule
      /** Loaded whole, as the headers of a document hold for as long as Turbo stays in it. */
      camera?: true
      /** Seconds, after which a browser without JavaScript asks again. */
      refresh?: number
    }
  | { kind: 'redirect'; location: string; flash?: Flash; session?: SessionCookie }
  | { kind: 'json'; status: number; body: unknown; location?: string }
  | { kind: 'empty' }
  | { kind: 'stream'; start: (res: Response) => void }
  | { kind: 'static'; content: StaticContent; headers: Record<string, string> }

type ViewAnswer = Extract<Answer, { kind: 'view' }>

export const view = <N extends keyof Views>(
  name: N,
  title: string,
  model: Views[N],
  more: Pick<ViewAnswer, 'live' | 'flash' | 'version' | 'module' | 'camera' | 'refresh'> = {},
): Answer => ({
  kind: 'view',
  view: name,
  title,
  model,
  ...more,
})

export const seeOther = (location: string, done?: string, session?: SessionCookie): Answer => ({
  kind: 'redirect',
  location,
  ...(done && { flash: { kind: 'success', text: done } }),
  ...(session !== undefined && { session }),
})

export const ok = (body: unknown): Answer => ({ kind: 'json', status: 200, body })
export const created = (location: string, body: unknown): Answer => ({ kind: 'json', status: 201, body, location })
export const nothing: Answer = { kind: 'empty' }
export const stream = (start: (res: Response) => void): Answer => ({ kind: 'stream', start })

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
export async function textFile({ filename, type, text, log }: TextFile): Promise<Answer> {
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
