import type { Request } from 'express'
import type { Client } from '../context.ts'
import { plainAddress } from './client-address.ts'

/** The address is the proxy's word only where TRUST_PROXY says so, and only where it is one; else it is the proxy's own. */
export const clientOf = (req: Request, by: { by_token?: true } = {}): Client => ({
  address: plainAddress(req.ip) ?? plainAddress(req.socket.remoteAddress),
  user_agent: req.get('user-agent')?.slice(0, 300) ?? null,
  limits: [],
  ...by,
})
