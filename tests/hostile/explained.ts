import type { IncomingHttpHeaders } from 'node:http'
import { expect } from 'vitest'
import { problemJson } from '#platform/reference/problem.ts'
import type { RawAnswer } from './raw-request.ts'

const stack = /^\s+at .+:\d+|node_modules|[/\\]src[/\\]\w+[/\\.]|\b(Type|Syntax|Range|Reference|Sqlite|URI)Error\b/m

/** What is wrong with the response to a request that must be refused; empty if nothing is. */
export function faultsOf({ status, headers, text }: RawAnswer): string[] {
  const faults = []
  if (status < 400 || status > 499) faults.push(`status ${status}`)
  if (stack.test(text)) faults.push(`tells about the program: ${text.slice(0, 500)}`)
  if (!explains(headers['content-type'] ?? '', text)) faults.push(`explains nothing: ${text.slice(0, 200)}`)
  return [...faults, ...headerFaultsOf(headers)]
}

/**
 * A page has a sentence and a link, or only a sentence for its script; the API sends a problem document, the
 * classic contract its error.
 */
function explains(type: string, text: string): boolean {
  if (type.startsWith('text/html')) return /<h1/.test(text) && /<main/.test(text) && /<(a|form)\b/.test(text)
  if (!type.includes('json')) return false
  const body = JSON.parse(text)
  if (type.startsWith('application/problem+json')) problemJson.strict().parse(body)
  const sentence = body.detail ?? body.error
  return typeof sentence === 'string' && /\w \w/.test(sentence)
}

/** An uploaded file may only be displayed, even if opened as a page. */
const pictures = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

/** Headers of every response. */
export function headerFaultsOf(headers: IncomingHttpHeaders): string[] {
  const policy = String(headers['content-security-policy'])
  const directives = ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"]
  const missing = [...directives, "frame-ancestors 'none'"].filter((directive) => !policy.includes(directive))
  const locked = policy === pictures
  const faults = locked ? [] : missing.map((directive) => `no ${directive} in the policy ${policy}`)
  if (!locked && /unsafe-|\*/.test(policy)) faults.push(`a lax policy: ${policy}`)
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('may be sniffed')
  if (headers['x-frame-options']?.toString().toUpperCase() !== 'DENY') faults.push('may be framed')
  if (headers['referrer-policy'] !== 'same-origin') faults.push('tells its address to others')
  if (headers['cross-origin-opener-policy'] !== 'same-origin') faults.push('shares its window')
  if (!/^[\w-]{36}$/.test(String(headers['x-request-id']))) faults.push('has no request id')
  if ('x-powered-by' in headers) faults.push('tells what it is made with')
  return faults
}

/** Checks responses one by one, and reports all wrong ones together at the end. */
export class Findings {
  readonly #found: string[] = []

  refused(what: string, answer: RawAnswer): void {
    this.#found.push(...faultsOf(answer).map((fault) => `${what}: ${fault}`))
  }

  note(what: string): void {
    this.#found.push(what)
  }

  expectNone(): void {
    expect(this.#found).toEqual([])
  }
}
