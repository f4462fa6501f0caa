import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy to a server that can simulate network failures. */
export interface Network {
  /** The server's address through this proxy. */
  url: string
  /** From now on nothing arrives in either direction, not even that a connection was closed. */
  freeze(): void
  thaw(): void
  /** Breaks all connections; new ones can be made. */
  cut(): void
  /** The next message that contains `text` arrives, but the connection breaks before its answer does. */
  loseAnswerTo(text: string): void
  /** Closes the proxy. */
  goAway(): void
  comeBack(): Promise<void>
}

export async function networkTo(url: string): Promise<Network> {
  const { hostname, port } = new URL(url)
  const pairs = new Set<[Socket, Socket]>()
  let frozen = false
  let losing: string | null = null
  const settle = (pair: [Socket, Socket]) => {
    for (const end of pair) {
      if (frozen) end.pause()
      else end.resume()
    }
    if (frozen || !pair.some((end) => end.destroyed)) return
    for (const end of pair) end.destroy()
    pairs.delete(pair)
  }
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (chunk: Buffer) => {
      if (losing !== null && chunk.includes(losing)) {
        losing = null
        far.removeAllListeners('data').once('data', () => near.destroy())
      }
      far.write(chunk)
    })
    far.on('data', (chunk) => near.write(chunk))
    for (const end of pair) end.on('error', () => {}).on('close', () => settle(pair))
    settle(pair)
  })
  const listen = async (at: number) => void (await once(server.listen(at, '127.0.0.1'), 'listening'))
  await listen(0)
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const pair of pairs) for (const end of pair) end.destroy()
  }
  const turn = (to: boolean) => {
    frozen = to
    for (const pair of pairs) settle(pair)
  }
  return {
    url: address.href,
    freeze: () => turn(true),
    thaw: () => turn(false),
    cut,
    loseAnswerTo: (text) => {
      losing = text
    },
    goAway: () => {
      turn(false)
      cut()
      server.close()
    },
    comeBack: () => listen(Number(address.port)),
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
