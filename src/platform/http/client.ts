import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import type { Charge, Client } from '#context'
import { plainAddress } from '#lib/ip-address.ts'

/** What each request was counted against; requests without a limit have no entry. */
export const charges = new WeakMap<IncomingMessage, Charge>()

const addresses = new WeakMap<IncomingMessage, string | null>()

/**
 * The proxy's header is used only if TRUST_PROXY allows it and it is an IP address; otherwise the address of the
 * connection.
 */
export function addressOf(req: Request): string | null {
  let address = addresses.get(req)
  if (address === undefined) {
    address = plainAddress(req.ip) ?? plainAddress(req.socket.remoteAddress)
    addresses.set(req, address)
  }
  return address
}

/**
 * Whether nobody sees the answer for now: it has no body, or the browser fetches ahead what may be opened, or it is for a
 * tab in the background (js/opened-behind.js).
 */
const isUnseen = (req: Request) =>
  req.method === 'HEAD' || /\bprefetch\b/.test(req.get('sec-purpose') ?? '') || /[?&]behind=yes\b/.test(req.originalUrl)

export function clientOf(req: Request, by: { by_token?: true } = {}): Client {
  const charge = charges.get(req)
  return {
    address: addressOf(req),
    user_agent: req.get('user-agent')?.slice(0, 300) ?? null,
    limits: [],
    ...by,
    ...(isUnseen(req) && { unseen: true as const }),
    ...(charge && { charge }),
  }
}
