import { isIPv4, isIPv6 } from 'node:net'

/**
 * An IP address without port and zone; IPv4 as such where IPv6 carries it (`::ffff:192.0.2.1`).
 *
 * @returns null for anything that is no IP address
 */
export function plainAddress(text: string | undefined): string | null {
  // Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
  const [, bracketed, withPort, plain = ''] =
    /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+|(.*))$/.exec(text?.trim() ?? '') ?? []
  const [address = ''] = (bracketed ?? withPort ?? plain).toLowerCase().split('%', 1)
  if (isIPv4(address)) return address
  return isIPv6(address) ? (ipv4Within(groupsOf(address)) ?? address) : null
}

/**
 * What a limit by client address counts under: an IPv4 address by itself, an IPv6 address by its /64, which is the
 * least that one household or server is given.
 */
export function addressKey(address: string): string {
  const plain = plainAddress(address)
  if (plain === null || isIPv4(plain)) return plain ?? 'unknown'
  return `${groupsOf(plain)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups of an IPv6 address (RFC 4291, 2.2). */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::').map(numbersIn)
  if (!tail) return [...head] as number[]
  return [...(head as number[]), ...Array(8 - head.length - tail.length).fill(0), ...tail]
}

function numbersIn(part: string): number[] {
  if (part === '') return []
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return Number.parseInt(group, 16)
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

function ipv4Within(groups: number[]): string | null {
  const [high = 0, low = 0] = groups.slice(6)
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return mapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : null
}
