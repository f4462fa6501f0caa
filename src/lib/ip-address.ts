import { isIP, isIPv4, isIPv6 } from 'node:net'

/**
 * An IP address without port and zone; an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) as IPv4.
 *
 * @returns null for anything that is no IP address
 */
export function plainAddress(text: string | undefined): string | null {
  if (text === undefined) return null
  const [address = ''] = (isIP(text) ? text : withoutPort(text)).toLowerCase().split('%', 1)
  if (isIPv4(address)) return address
  return isIPv6(address) ? (ipv4Within(address) ?? address) : null
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  const [, bracketed, withPort, plain = ''] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+|(.*))$/.exec(text.trim()) ?? []
  return bracketed ?? withPort ?? plain
}

/**
 * The key of limits by client address: an IPv4 address by itself, an IPv6 address by its /64, which is the smallest
 * network that one household or server is given.
 */
export function addressKey(address: string): string {
  const plain = plainAddress(address)
  if (plain === null) return 'unknown'
  return isIPv4(plain) ? plain : `${groupsOf(plain).slice(0, 4).join(':')}::/64`
}

/** The groups of an IPv6 address (RFC 4291, 2.2) without leading zeros; IPv4 at its end counts as one. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  const width = first.length + last.length + (address.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? [] : Array<string>(8 - width).fill('0')
  return [...first, ...zeros, ...last].map((group) => group.replace(/^0+(?=.)/, ''))
}

function ipv4Within(address: string): string | null {
  if (!address.includes('ffff')) return null
  const groups = groupsOf(address)
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null
  const [high = '', low] = groups.slice(6)
  if (low === undefined) return high
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}
