import type { Request } from 'express'
import type { Client } from '../context.ts'

/** The address is the proxy's word only where TRUST_PROXY says so. */
export const clientOf = (req: Request): Client => ({
  address: req.ip ?? null,
  user_agent: req.get('user-agent')?.slice(0, 300) ?? null,
  limits: [],
})
