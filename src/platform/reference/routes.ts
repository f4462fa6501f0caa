import { z } from 'zod'
import { view } from '#platform/http/answer.ts'
import { api, page } from '#platform/http/route.ts'
import type { ReadReference } from './reference.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'reference/index': { html: string }
  }
}

/** Any site may read it: it contains nothing personal. */
const headers = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }

/** The description of the API as a document for programs. */
export const referenceApi = (read: ReadReference) => [
  api.get(
    '/openapi.json',
    { summary: 'This description', for: 'anyone', answers: { 200: z.looseObject({}), 304: null } },
    async ({ ctx }) => ({ kind: 'static', content: (await read(ctx)).document, headers }),
  ),
]

/** The same as a page. */
export const referencePages = (read: ReadReference) => [
  page.get('/api/docs', { for: 'anyone' }, async ({ ctx }) => {
    const { document, html } = await read(ctx)
    return view('reference/index', 'API reference', { html }, { version: document.hash })
  }),
]
