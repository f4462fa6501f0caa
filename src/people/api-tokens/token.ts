import { createHmac, randomBytes } from 'node:crypto'
import type { Config } from '#config'

const prefix = 'smt_'
const random = 48
const mark = 8
const form = new RegExp(`^${prefix}[0-9a-f]{${random + mark}}$`)

/** The prefix by which people and secret scanners recognise a personal API token. */
export const looksLikeApiToken = (token: string) => token.startsWith(prefix)

/** 192 random bits, and a checksum by which this desk recognises its own tokens without the database. */
export function newApiToken(config: Config): string {
  const secret = randomBytes(random / 2).toString('hex')
  return `${prefix}${secret}${markOf(config, secret)}`
}

/** Whether the token was made by this desk, valid or not. */
export function isOwnApiToken(config: Config, token: string): boolean {
  if (!form.test(token)) return false
  const secret = token.slice(prefix.length, -mark)
  return token.endsWith(markOf(config, secret))
}

const markOf = (config: Config, secret: string) =>
  createHmac('sha256', config.session.secret).update(`api-token:v1\0${secret}`).digest('hex').slice(0, mark)
