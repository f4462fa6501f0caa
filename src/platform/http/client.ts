import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import type { Charge, Client } from '#context'
import { plainAddress } from './client-address.ts'

/** What requests were counted against; nothing for those that are not limited. */
export const charges = new WeakMap<IncomingMessage, Charge>()

const addresses = new WeakMap<IncomingMessage, string | null>()

/** The proxy's word only where TRUST_PROXY says so, and only where it is an address; else the proxy's own. */
export function addressOf(req: Request): string | null {
  let address = addresses.get(req)
  if (address === undefined) {
    address = plainAddress(req.ip) ?? plainAddress(req.socket.remoteAddress)
    addresses.set(req, address)
  }
  return address
}

export function clientOf(req: Request, by: { by_token?: true } = {}): Client {
  const charge = charges.get(req)
  return {
    address: addressOf(req),
    user_agent: req.get('user-agent')?.slice(0, 300) ?? null,
    limits: [],
    ...by,
    ...(charge && { charge }),
  }
}
