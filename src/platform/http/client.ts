import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import type { Charge, Client } from '#context'
import { plainAddress } from './client-address.ts'

/** What requests were counted against; nothing for those that are not limited. */
export const charges = new WeakMap<IncomingMessage, Charge>()

/** The address is the proxy's word only where TRUST_PROXY says so, and only where it is one; else it is the proxy's own. */
export function clientOf(req: Request, by: { by_token?: true } = {}): Client {
  const charge = charges.get(req)
  return {
    address: plainAddress(req.ip) ?? plainAddress(req.socket.remoteAddress),
    user_agent: req.get('user-agent')?.slice(0, 300) ?? null,
    limits: [],
    ...by,
    ...(charge && { charge }),
  }
}
