import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'
import type { Config } from '../config.ts'
import type { Flash, SessionCookie } from './answer.ts'

/** `__Host-` pins a cookie to this host and HTTPS; browsers refuse it on plain http (as on localhost). */
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
  if (session) res.cookie(name, session.token, { ...options(config), expires: new Date(session.expires_at) })
  else res.clearCookie(name, options(config))
}

const seal = (config: Config, text: string) =>
  createHmac('sha256', config.session.key).update(`flash:${text}`).digest('base64url')

export function setFlash(config: Config, res: Response, flash: Flash): void {
  const text = Buffer.from(JSON.stringify(flash)).toString('base64url')
  res.cookie(nameOf(config, 'flash'), `${text}.${seal(config, text)}`, { ...options(config), maxAge: 60_000 })
}

/** The message left by the page before, once. Sealed, so that nobody else can put words in our mouth. */
export function takeFlash(config: Config, req: Request, res: Response): Flash | null {
  const name = nameOf(config, 'flash')
  const cookie = readCookie(req, name)
  if (!cookie) return null
  res.clearCookie(name, options(config))
  const [text = '', mac = ''] = cookie.split('.')
  const [given, expected] = [Buffer.from(mac), Buffer.from(seal(config, text))]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}
