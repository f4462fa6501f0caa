import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { Connection } from '../../public/modules/door/connection.js'
import { Status } from '../../public/modules/door/status.js'

// How the door's page handles its connection, without a browser.

interface Scan {
  scan_id: string
  at: string
  name: string
}

const scanOf = (scan_id: string): Scan => ({ scan_id, at: '2026-11-21T20:00:00.000Z', name: scan_id })
const bundle = {
  event: { id: 7 },
  keys: [],
  liveness: [],
  passes: [],
  next_after: null,
  now: '2026-11-21T20:01:00.000Z',
}

const json = (status: number, body: object) => Response.json(body, { status })
const page = (status: number, headers: object = { 'x-request-id': '1' }) =>
  new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html', ...headers } })

/** A door with its stored data, and a server that stops answering after many requests. */
function startConnection(queue: Scan[], answer: (path: string) => Response) {
  const told: string[] = []
  /** Whether the account of the page is still the one that is logged in. */
  const person = { isTheirs: true }
  const asked: string[] = []
  const store = {
    dequeued: [] as string[][],
    readBundle: async () => null,
    readUsed: async () => [],
    writeBundle: async (_bundle: { offset: number }) => {},
    others: new Map<number, Scan[]>(),
    forgotten: [] as number[],
    otherDoors: async () => [...store.others.keys()],
    forget: async (door: number) => {
      store.forgotten.push(door)
      store.others.delete(door)
    },
    readQueue: async (door?: number) => (door === undefined ? [...queue] : (store.others.get(door) ?? [])),
    dequeue: async (scans: Scan[], door?: number) => {
      if (door !== undefined) store.others.delete(door)
      store.dequeued.push(scans.map(({ scan_id }) => scan_id))
      for (const { scan_id } of scans) queue.splice(0, queue.length, ...queue.filter((one) => one.scan_id !== scan_id))
    },
  }
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    if (asked.length > 10) throw new TypeError('no network')
    return answer(path)
  })
  const tell = Object.fromEntries(
    ['changed', 'back', 'recorded', 'sent', 'closed', 'gone'].map((name) => [name, () => told.push(name)]),
  )
  Object.assign(tell, { isTheirs: async () => person.isTheirs })
  const ended = new AbortController()
  onTestFinished(() => ended.abort())
  const connection = new Connection('/doors/1', store as never, tell as never, ended.signal)
  return { connection, queue, store, told, asked, person }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('what another tab of the door has recorded meanwhile waits no longer', async () => {
  const { connection, queue, asked } = startConnection([scanOf('one')], () => {
    queue.length = 0
    return json(200, bundle)
  })
  connection.waiting = 1
  queue.length = 0
  await connection.resume()
  expect(connection).toMatchObject({ online: true, waiting: 0 })
  expect(asked).toEqual(['/doors/1/bundle'])
})

test('of what waits those scans alone are taken away that were recorded', async () => {
  const { connection, queue, store } = startConnection([scanOf('one'), scanOf('two')], (path) => {
    if (path.endsWith('/bundle')) return json(200, bundle)
    const verdicts = queue.map(() => ({ verdict: 'admitted', pass: null }))
    // Another tab was faster, and somebody has been admitted since.
    if (store.dequeued.length === 0) queue.splice(0, 2, scanOf('three'))
    return json(200, { verdicts })
  })
  await connection.resume()
  expect(store.dequeued).toEqual([['one', 'two'], ['three']])
  expect(connection).toMatchObject({ online: true, waiting: 0 })
})

test('what this device let in at a door before this one is recorded too, but for one that is closed', async () => {
  const { connection, store, told, asked } = startConnection([], (path) => {
    if (path.endsWith('/bundle')) return json(200, bundle)
    if (path.startsWith('/doors/3/')) return json(403, { code: 'door_closed', detail: 'This door is closed.' })
    return json(200, { verdicts: [{ verdict: 'admitted', pass: null }] })
  })
  store.others.set(2, [scanOf('earlier')]).set(3, [scanOf('lost')])
  await connection.resume()
  expect(asked).toEqual(['/doors/2/reconciliation', '/doors/3/reconciliation', '/doors/1/bundle'])
  expect(store).toMatchObject({ dequeued: [['earlier']], forgotten: [3] })
  expect(told).toEqual(['sent', 'sent', 'recorded', 'changed', 'changed', 'back'])
})

test('admissions of another door stay on the device while an account is logged in that this door refuses', async () => {
  const { connection, store, told, person } = startConnection([], () => page(404))
  store.others.set(2, [scanOf('earlier')])
  person.isTheirs = false
  await connection.resume()
  expect(store).toMatchObject({ forgotten: [] })
  expect(told).toEqual(['closed'])
})

test('admissions recorded before the network broke again are shown', async () => {
  const queue = Array.from({ length: 150 }, (_, n) => scanOf(`scan-${n}`))
  const { connection, told, asked } = startConnection(queue, () => {
    if (asked.length > 1) throw new TypeError('no network')
    return json(200, { verdicts: queue.slice(0, 100).map(() => ({ verdict: 'admitted', pass: null })) })
  })
  connection.online = true
  await connection.resume()
  expect(connection).toMatchObject({ online: false, waiting: 50 })
  expect(told).toEqual(['recorded', 'changed'])
})

test('a network that goes while the list is kept is not taken for one that is there', async () => {
  const { connection, store } = startConnection([], () => json(200, bundle))
  const device = { onLine: true }
  vi.stubGlobal('navigator', device)
  connection.online = true
  store.writeBundle = async () => {
    device.onLine = false
    connection.lose()
  }
  await connection.resume()
  expect(connection.online).toBe(false)
})

test.each([
  ['ahead', -1],
  ['slow', 1],
])(
  'a device clock that was %s and is set right without a network does not change the door’s time',
  async (_what, way) => {
    const { connection, store } = startConnection([], () => json(200, bundle))
    await connection.resume()
    const kept: { offset: number }[] = []
    store.writeBundle = async (bundle: { offset: number }) => {
      kept.push({ offset: bundle.offset })
    }
    const time = connection.now
    const { offset } = connection.bundle as unknown as { offset: number }
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + way * 3_600_000)
    expect(Math.abs(connection.now - time)).toBeLessThan(2000)
    expect(kept.map((bundle) => Math.round((bundle.offset - offset) / 60_000))).toEqual([-60 * way])
    expect(Math.abs(connection.now - time)).toBeLessThan(2000)
  },
)

test('time goes on while a device sleeps, and a clock that a code shows to be slow is put forward', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  const { connection } = startConnection([], () => json(200, bundle))
  await connection.resume()
  const time = connection.now
  page.dispatchEvent(new Event('visibilitychange'))
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000)
  expect(Math.round((connection.now - time) / 60_000)).toBe(60)
  connection.clock.learn(connection.now + 240_000)
  expect(Math.round((connection.now - time) / 60_000)).toBe(60)
  connection.clock.learn(connection.now + 3_600_000)
  expect(Math.round((connection.now - time) / 60_000)).toBe(120)
})

test('a rate-limited door works offline, and its guests are not refused', async () => {
  const { connection, told } = startConnection([], () => json(429, { code: 'too_many_requests', detail: 'Too many.' }))
  connection.online = true
  const error = await connection.ask('checks', {}, 1000).catch((error: unknown) => error)
  expect(connection.handle(error)).toBe(true)
  expect(connection.online).toBe(false)
  expect(told).toEqual(['changed'])
})

test('the data on the device stays where a proxy answers that there is no such page, as while the server is restarted', async () => {
  const { connection, store, told } = startConnection([scanOf('one')], () => page(404, {}))
  connection.online = true
  await connection.resume()
  expect(connection.online).toBe(false)
  expect({ told, forgotten: store.forgotten }).toEqual({ told: ['changed'], forgotten: [] })
})

test('the data on the device is deleted when somebody may no longer admit people, and kept when they must log in again', async () => {
  for (const [status, said] of [
    [404, 'closed'],
    [200, 'gone'],
  ] as const) {
    const { connection, told } = startConnection([], () => page(status))
    await connection.resume()
    expect(told, String(status)).toEqual([said])
  }
})

test('the note still says who was refused when more is recorded', () => {
  const note = { textContent: '', classList: { toggle: () => {} } }
  const status = new Status({ querySelector: () => note } as never)
  status.showRecorded([{ verdict: 'refused', name: 'kim', message: 'This place was cancelled.' }])
  status.showRecorded([{ verdict: 'admitted', name: 'lee' }])
  expect(note.textContent).toBe('2 admissions are recorded. kim: This place was cancelled.')
})
