import { BlockList, isIP } from 'node:net'
import type { Request } from 'express'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

const nearby = new BlockList()
nearby.addSubnet('127.0.0.0', 8)
nearby.addSubnet('10.0.0.0', 8)
nearby.addSubnet('172.16.0.0', 12)
nearby.addSubnet('192.168.0.0', 16)
nearby.addAddress('::1', 'ipv6')
nearby.addSubnet('fc00::', 7, 'ipv6')

const isIn = (list: BlockList, address = '') =>
  isIP(address) > 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const byProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** An untrusted proxy on this machine is recognised by its headers: its clients may be anywhere. */
const isByUntrustedProxy = (req: Request) =>
  req.app.get('trust proxy') === false && byProxies.some((name) => req.headers[name] !== undefined)

/** Whether the client is on this machine or a private network, as far as trusted proxies tell. */
export const isFromNearby = (req: Request) => isIn(nearby, req.ip) && !isByUntrustedProxy(req)

/** Whether the client is on this machine and uses one of its own names. */
export function isFromHere(req: Request): boolean {
  const addressed = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(req.headers.host ?? '')
  return addressed && isIn(loopback, req.ip) && isIn(loopback, req.socket.remoteAddress) && !isByUntrustedProxy(req)
}
