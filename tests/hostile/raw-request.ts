import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'

export interface RawRequest {
  method?: string
  /** Sent unchanged: nothing is encoded, resolved or corrected. */
  path: string
  /** A list of pairs, if a name occurs more than once. */
  headers?: OutgoingHttpHeaders | string[]
  body?: string | Buffer
}

export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Empty for an event stream, which is closed as soon as it has begun. */
  text: string
}

/** Sends any request, even an invalid one. */
export async function rawRequest(url: string, { method = 'GET', path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const outgoing = request({ hostname, port, method, path, headers, agent: false })
  outgoing.end(body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const streams = /event-stream/.test(answer.headers['content-type'] ?? '')
  const text = streams ? '' : await textOf(answer)
  outgoing.destroy()
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export const bodyHeaders = (type: string, body: string | Buffer) => ({
  'content-type': type,
  'content-length': String(Buffer.byteLength(body)),
})

export const jsonType = 'application/json'
export const formType = 'application/x-www-form-urlencoded'
export const multipartType = 'multipart/form-data; boundary=part-of-a-form'

/** A multipart form: bytes are sent as files, a list as a repeated name. */
export function multipartBody(fields: Record<string, unknown>): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => partOf(name, one)))
  return Buffer.concat([...parts, Buffer.from('--part-of-a-form--\r\n')])
}

function partOf(name: string, value: unknown): Buffer {
  const filename = Buffer.isBuffer(value) ? '; filename="picture"' : ''
  const head = `--part-of-a-form\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n`
  return Buffer.concat([
    Buffer.from(head),
    Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
    Buffer.from('\r\n'),
  ])
}
