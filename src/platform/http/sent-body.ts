import type { Request, Response } from 'express'
import type { Context } from '#context'
import type { DomainError } from '#errors'
import { minute } from '#lib/durations.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { type BodyKind, bodyText, charsets, refuseOtherCharsets, unsupported } from './body.ts'
import { decodeForm } from './form-encoding.ts'
import { parseUnambiguousJson } from './json-values.ts'
import { readMultipart, removeUploads } from './multipart.ts'
import type { Route } from './route.ts'
import { admits } from './serve.ts'
import { allowUpload, hasBody, tooSlow } from './server.ts'

const kinds: Record<BodyKind, { type: string; refusal: string }> = {
  json: { type: 'json', refusal: 'Send the body as application/json.' },
  form: { type: 'urlencoded', refusal: 'Send the form as application/x-www-form-urlencoded.' },
  multipart: { type: 'multipart/form-data', refusal: 'Send the form as multipart/form-data.' },
}

/** A parsed body; its temporary files are deleted when the request ends. */
export interface SentBody extends AsyncDisposable {
  /** Undefined if there is none. */
  value: unknown
  /** Why the body is incomplete, if the form can be shown with that error. */
  fault: DomainError | null
}

const withoutFiles = (value: unknown): SentBody => ({ value, fault: null, async [Symbol.asyncDispose]() {} })

/**
 * Reads the body in the content type of the route.
 *
 * @throws unsupported for another type, malformed if it cannot be parsed, too_large
 */
export async function readBody(
  ctx: Context,
  route: Route,
  actor: Actor | null,
  req: Request,
  res: Response,
): Promise<SentBody> {
  if (route.method === 'get') return withoutFiles(undefined)
  const { accepts } = route
  refuseOtherCharsets(req, charsets)
  if (!hasBody(req)) return withoutFiles(accepts === 'multipart' ? {} : undefined)
  if (!req.is(kinds[accepts].type)) throw unsupported(kinds[accepts].refusal)
  if (accepts === 'multipart') return readForm(ctx, route, actor, req)
  const text = await bodyText(req, res, charsets, accepts)
  return withoutFiles(accepts === 'json' ? parseUnambiguousJson(text) : decodeForm(text))
}

const uploading: Limit = { name: 'uploads', most: 60, window: 10 * minute }

/** Files are accepted only from actors who may send them; from others only text fields are read. */
async function readForm(ctx: Context, route: Route, actor: Actor | null, req: Request): Promise<SentBody> {
  const admitted = actor !== null && admits(route, actor)
  if (admitted) {
    await consume(ctx, uploading, actor.id)
    allowUpload(req)
  }
  const made: string[] = []
  const remove = () => removeUploads(made)
  const folder = admitted ? ctx.files.incoming : null
  const uploads = route.uploads ?? { files: 0, most: 0 }
  const reading = readMultipart(req, { uploads, folder, made: (path) => made.push(path) })
  try {
    const { fields, fault } = await Promise.race([reading, tooSlow(req)])
    return { value: fields, fault, [Symbol.asyncDispose]: async () => void (await remove()) }
  } catch (error) {
    reading.catch(() => {}).then(remove)
    await remove()
    throw error
  }
}
