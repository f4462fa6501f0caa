import type { CookieOptions, Request, Response } from 'express'
import type { Config } from '#config'
import { day, minute } from '#lib/durations.ts'
import type { KnownAccount, SessionCookie } from '#platform/http/answer.ts'
import { seal, unseal } from '#platform/http/seals.ts'
import type { Flash } from '#platform/http/views.ts'

/** `__Host-` pins a cookie to this host and HTTPS; browsers reject it on plain http (as on localhost). */
const nameOf = (config: Config, name: string) => (config.server.secure ? `__Host-${name}` : name)

const options = (config: Config): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure: config.server.secure,
  path: '/',
})

function readCookie(req: Request, name: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.split('=', 2)
    if (key?.trim() === name) return value?.trim() || null
  }
  return null
}

export const readSessionToken = (config: Config, req: Request) => readCookie(req, nameOf(config, 'session'))

export function setSession(config: Config, res: Response, session: SessionCookie): void {
  const name = nameOf(config, 'session')
  if (!session) return void res.clearCookie(name, options(config))
  res.cookie(name, session.token, { ...options(config), expires: new Date(session.expires_at) })
  if (session.known_account) rememberBrowser(config, res, session.known_account)
}

const rememberedFor = 180 * day

function rememberBrowser(config: Config, res: Response, account: KnownAccount): void {
  const cookie = seal(config, 'browser', nameOfAccount(account))
  res.cookie(nameOf(config, 'browser'), cookie, { ...options(config), maxAge: rememberedFor })
}

const nameOfAccount = ({ id, credentials_version }: KnownAccount) => `${id}-${credentials_version}`

/** Whether this account was the last to log in from this browser, and its credentials were not revoked since. */
export function isKnownBrowser(config: Config, req: Request, account: KnownAccount): boolean {
  const cookie = readCookie(req, nameOf(config, 'browser'))
  return cookie !== null && unseal(config, 'browser', cookie) === nameOfAccount(account)
}

export function setFlash(config: Config, res: Response, flash: Flash): void {
  const text = Buffer.from(JSON.stringify(flash)).toString('base64url')
  res.cookie(nameOf(config, 'flash'), seal(config, 'flash', text), { ...options(config), maxAge: minute })
}

/** The message from the previous page, read once. Sealed, so that nobody else can make the site show a text. */
export function takeFlash(config: Config, req: Request, res: Response): Flash | null {
  const name = nameOf(config, 'flash')
  const cookie = readCookie(req, name)
  if (!cookie) return null
  res.clearCookie(name, options(config))
  const text = unseal(config, 'flash', cookie)
  if (text === null) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}
