// A door's data on the device, for one account: `bundles` (the server's data about an event), `used` (who was admitted
// since), `queue` (offline admissions, in order, until the server has recorded them).
import { forgetPage } from '../kept-pages.js'

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Waits for the transaction: on a full device it can fail after its requests have succeeded. */
const kept = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = () => reject(transaction.error)
  })

async function openDatabase(account) {
  const request = indexedDB.open(`door-${account}`, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('bundles')
    request.result.createObjectStore('used', { keyPath: ['door', 'pass_id'] }).createIndex('door', 'door')
    request.result.createObjectStore('queue', { autoIncrement: true }).createIndex('door', 'door')
  }
  return done(request)
}

/** If the device is full or its storage broken, scans are kept in memory while the page is open. */
export class Store {
  #database
  #door
  /** Scans that could not be stored. */
  #unkept = []
  /** Ids of recorded scans, in case they could not be deleted. */
  #recorded = new Set()

  static async open(account, door) {
    const store = new Store()
    store.#door = door
    store.#database = await openDatabase(account).catch(() => null)
    if (store.#database === null) return store
    // Logging out deletes the database and must not wait for this page.
    store.#database.onversionchange = () => store.#database.close()
    await store.#prune()
    return store
  }

  /** Personal data is deleted in time, by the server's clock: the device's may be wrong. */
  async #prune() {
    for (const door of await this.#all('bundles', (bundles) => bundles.getAllKeys())) {
      const bundle = await this.#read('bundles', (bundles) => bundles.get(door))
      const waiting = await this.#read('queue', (queue) => queue.index('door').count(door))
      const isOver = bundle && Date.parse(bundle.event.entry_ends_at) < Date.now() + bundle.offset
      if (isOver && waiting === 0) await this.forget(door)
    }
  }

  async readBundle() {
    return (await this.#read('bundles', (bundles) => bundles.get(this.#door))) ?? null
  }

  /** @param known people marked as admitted before the list was requested: the list already includes them */
  writeBundle(bundle, known) {
    const times = new Map(known.map(({ pass_id, at }) => [pass_id, at]))
    return this.#write(['bundles', 'used'], async (bundles, used) => {
      bundles.put(bundle, this.#door)
      for (const { pass_id, at } of await done(used.index('door').getAll(this.#door)))
        if (times.get(pass_id) === at) used.delete([this.#door, pass_id])
    })
  }

  readUsed() {
    return this.#all('used', (used) => used.index('door').getAll(this.#door))
  }

  markUsed(pass_id, at) {
    return this.#write(['used'], (used) => used.put({ door: this.#door, pass_id, at }))
  }

  /** The waiting scans, oldest first. */
  async readQueue(door = this.#door) {
    const waiting = await this.#all('queue', (queue) => queue.index('door').getAll(door))
    if (door === this.#door) waiting.push(...this.#unkept)
    return waiting.filter(({ scan_id }) => !this.#recorded.has(scan_id))
  }

  /** Other doors of this device with admissions that the server has not received. */
  async otherDoors() {
    const waiting = await this.#all('queue', (queue) => queue.getAll())
    return [...new Set(waiting.map(({ door }) => door))].filter((door) => door !== this.#door)
  }

  async enqueue(scan) {
    if (!(await this.#write(['queue'], (queue) => queue.add({ door: this.#door, ...scan })))) this.#unkept.push(scan)
  }

  /** These scans are recorded; another tab may have said so before. The list that says so may not come any more. */
  async dequeue(scans, door = this.#door) {
    for (const { scan_id } of scans) this.#recorded.add(scan_id)
    await this.#write(['queue', 'used'], async (queue, used) => {
      const waiting = queue.index('door')
      const [keys, there] = await Promise.all([done(waiting.getAllKeys(door)), done(waiting.getAll(door))])
      for (const [n, { scan_id, pass, at }] of there.entries())
        if (this.#recorded.has(scan_id)) {
          used.put({ door, pass_id: pass, at: Date.parse(at) })
          queue.delete(keys[n])
        }
    })
  }

  /** Deletes all data of the event from a device that was cut off. */
  async forget(door = this.#door) {
    await forgetPage(`/doors/${door}`).catch(() => {}) // storage of pages may be switched off
    if (door === this.#door) this.#unkept = []
    await this.#write(['bundles', 'used', 'queue'], async (bundles, ...scans) => {
      bundles.delete(door)
      for (const store of scans) for (const key of await done(store.index('door').getAllKeys(door))) store.delete(key)
    })
  }

  /** Undefined if nothing can be read. */
  async #read(name, ask) {
    try {
      return await done(ask(this.#database.transaction(name).objectStore(name)))
    } catch {
      return undefined
    }
  }

  async #all(name, ask) {
    return (await this.#read(name, ask)) ?? []
  }

  /** @returns whether it was stored */
  async #write(names, change) {
    try {
      const transaction = this.#database.transaction(names, 'readwrite')
      await Promise.all([kept(transaction), change(...names.map((name) => transaction.objectStore(name)))])
      return true
    } catch {
      return false
    }
  }
}
