// Whether the server can be reached. After a reconnection offline admissions are sent, in order, before any other
// request.
import { Gone, NoAnswer } from '../post.js'
import { DoorServer } from './door-server.js'
import { Roster } from './roster.js'
import { ServerClock } from './server-clock.js'

const probeEvery = 4000
const refreshEvery = 120_000
const mostAtOnce = 100

/** The door is closed, or does not belong to this person. */
const isClosed = ({ code, status }) => code === 'door_closed' || status === 404

export class Connection {
  online = navigator.onLine
  waiting = 0
  bundle = null
  roster = null
  clock = new ServerClock((offset) => this.bundle && this.#store.writeBundle({ ...this.bundle, offset }, []))
  #server
  #store
  #signal
  #tell
  #resuming = null

  /**
   * @param path of the door
   * @param tell { changed(), back(), recorded(verdicts), sent(door), closed(), gone(), isTheirs() }
   */
  constructor(path, store, tell, signal) {
    this.#server = new DoorServer(path, signal)
    this.#store = store
    this.#tell = tell
    this.#signal = signal
    addEventListener('offline', () => this.lose(), { signal })
    addEventListener('online', () => this.resume(), { signal })
    const probe = setInterval(() => !this.online && this.resume(), probeEvery)
    const refresh = setInterval(() => this.online && this.resume(), refreshEvery)
    signal.addEventListener('abort', () => {
      clearInterval(probe)
      clearInterval(refresh)
    })
  }

  get now() {
    return this.clock.now
  }

  /** Loads what is stored on the device first, so that the door works at once. */
  async open() {
    const kept = await this.#store.readBundle()
    if (kept) await this.#take(kept)
    await this.resume()
  }

  async #take(bundle) {
    const roster = new Roster(bundle, () => this.now)
    await this.recall(roster)
    Object.assign(this, { bundle, roster })
    this.clock.offset = bundle.offset
    this.#tell.changed()
  }

  /** Marks the people whom this device has admitted, also in other tabs. */
  async recall(roster = this.roster) {
    const [used, queue] = [await this.#store.readUsed(), await this.#store.readQueue()]
    for (const { pass_id, at } of used) roster.markUsed(pass_id, at)
    for (const { pass, at } of queue) roster.markUsed(pass, Date.parse(at))
    this.waiting = queue.length
  }

  lose() {
    if (this.online) {
      this.online = false
      this.#tell.changed()
    }
  }

  /** Sends what waits and updates the list; one run at a time. */
  resume() {
    this.#resuming ??= this.#resume().finally(() => {
      this.#resuming = null
    })
    return this.#resuming
  }

  async #resume() {
    const { onLine } = navigator
    try {
      do {
        await this.#reconcile()
        await this.#refresh()
      } while (this.waiting > 0)
      if (onLine && !navigator.onLine) return this.lose() // it has gone since
      const wasOffline = !this.online
      this.online = true
      this.#tell.changed()
      if (wasOffline) this.#tell.back()
    } catch (error) {
      // After any other error the door works offline and retries.
      if (!this.handle(error)) this.lose()
    }
  }

  async #reconcile() {
    const verdicts = []
    try {
      await this.#send(verdicts)
      for (const door of await this.#store.otherDoors()) await this.#sendOf(verdicts, door)
    } finally {
      // Even if the network breaks midway: these results are sent only once.
      if (verdicts.length > 0) this.#tell.recorded(verdicts)
    }
  }

  /** Sends the admissions of another door of this device; deletes the data of one that is closed or gone. */
  async #sendOf(verdicts, door) {
    await this.#send(verdicts, door).catch(async (error) => {
      if (!isClosed(error) || !(await this.#tell.isTheirs())) throw error
      await this.#store.forget(door)
    })
    this.#tell.sent(door)
  }

  /** @param door another of this device; without it this one */
  async #send(verdicts, door) {
    const path = door && `/doors/${door}`
    for (;;) {
      const queue = await this.#store.readQueue(door)
      // Another tab of the same door may have sent some of them.
      if (door === undefined) this.waiting = queue.length
      const scans = queue.slice(0, mostAtOnce)
      if (scans.length === 0) return
      const sent = scans.map(({ scan_id, at, code, pass_id }) => ({ scan_id, at, code, pass_id }))
      const { verdicts: answered } = await this.ask('reconciliation', { scans: JSON.stringify(sent) }, 30_000, path)
      await this.#store.dequeue(scans, door)
      verdicts.push(...answered.map((verdict, n) => ({ ...verdict, name: verdict.pass?.name ?? scans[n].name })))
    }
  }

  async #refresh() {
    // The server knows of these, whatever the clock of the device was.
    const known = await this.#store.readUsed()
    const bundle = await this.#server.readBundle()
    await this.#store.writeBundle(bundle, known)
    await this.#take(bundle)
  }

  /** See door-server.js. */
  ask(...request) {
    return this.#server.ask(...request)
  }

  /** @returns whether the error was one of these, and was handled */
  handle(error) {
    if (this.#signal.aborted) return true
    if (isClosed(error)) this.#tell.closed()
    else if (error instanceof Gone) this.#tell.gone()
    else if (error instanceof NoAnswer) this.lose()
    else return false
    return true
  }

  /** Lets somebody in on the door's own word; the server hears of it later. */
  async remember(scan, pass) {
    this.roster.markUsed(pass.id, Date.parse(scan.at))
    await this.#store.enqueue({ ...scan, pass: pass.id, name: pass.name })
    this.waiting += 1
    this.#tell.changed()
  }

  markUsed(passId) {
    this.roster?.markUsed(passId, this.now)
    this.#store.markUsed(passId, this.now)
  }

  forget() {
    return this.#store.forget()
  }
}
