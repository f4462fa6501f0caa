import type { Request } from 'express'
import { invalidField } from '#errors'
import { allowUpload } from '#platform/http/server.ts'
import { mostLogoBytes } from '#platform/settings/logo-kinds.ts'

/** The picture, and room for what a browser puts around it. */
const mostBytes = 2 * mostLogoBytes

const tooLarge = () => invalidField('logo', 'This file is too large: a logo can have at most 100 kB.')
const unreadable = () => invalidField('logo', 'The file did not arrive as a form sends it. Choose it again.')

/**
 * The one file of a form (multipart/form-data, RFC 7578), read within bounds and taken apart by Node's own parser.
 *
 * @returns no bytes when no file was chosen
 */
export async function uploadedFile(req: Request, name: string): Promise<Buffer> {
  const type = req.get('content-type') ?? ''
  if (!/^multipart\/form-data *;/i.test(type)) throw unreadable()
  allowUpload(req)
  const body = await readBody(req)
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw unreadable()
  })
  const file = form.get(name)
  return file instanceof File ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0)
}

async function readBody(req: Request): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req) {
    size += chunk.length
    // What is too much is let go by unread: a browser shows no answer before all was sent.
    if (size <= mostBytes) chunks.push(chunk)
    if (size > 50 * mostBytes) break
  }
  if (size > mostBytes) throw tooLarge()
  return Buffer.concat(chunks)
}
