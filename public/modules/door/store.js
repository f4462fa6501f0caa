// What a door keeps on the device, for one account: `bundles` (what the server told of an event), `used` (who was let in
// since), `queue` (who was let in without a network, in order, until the server has recorded it).
import { forgetPage } from '../kept-pages.js'

const databaseOf = (account) => `door-${account}`

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

export class Store {
  #database
  #door

  static async open(account, door) {
    const request = indexedDB.open(databaseOf(account), 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('bundles')
      request.result.createObjectStore('used', { keyPath: ['door', 'pass_id'] }).createIndex('door', 'door')
      request.result.createObjectStore('queue', { autoIncrement: true }).createIndex('door', 'door')
    }
    const store = new Store()
    store.#database = await done(request)
    store.#door = door
    // Whoever deletes it (logging out) need not wait for this page.
    store.#database.onversionchange = () => store.#database.close()
    await store.#prune()
    return store
  }

  /** Names of people stay no longer than they are needed, by the server's clock: that of the device may be wrong. */
  async #prune() {
    for (const door of await done(this.#in('bundles').getAllKeys())) {
      const { event, offset } = await done(this.#in('bundles').get(door))
      const waiting = await done(this.#in('queue').index('door').count(door))
      if (Date.parse(event.entry_ends_at) < Date.now() + offset && waiting === 0) await this.forget(door)
    }
  }

  async readBundle() {
    return (await done(this.#in('bundles').get(this.#door))) ?? null
  }

  /** @param known_at who was let in before then is in it */
  async writeBundle(bundle, known_at) {
    const transaction = this.#database.transaction(['bundles', 'used'], 'readwrite')
    transaction.objectStore('bundles').put(bundle, this.#door)
    const used = transaction.objectStore('used')
    for (const { pass_id, at } of await done(used.index('door').getAll(this.#door)))
      if (at < known_at) used.delete([this.#door, pass_id])
  }

  readUsed() {
    return done(this.#in('used').index('door').getAll(this.#door))
  }

  markUsed(pass_id, at) {
    return done(this.#in('used', 'readwrite').put({ door: this.#door, pass_id, at }))
  }

  /** The scans that wait, oldest first. */
  readQueue(door = this.#door) {
    return done(this.#in('queue').index('door').getAll(door))
  }

  /** Where this device has let somebody in, before this door was opened, of whom the server has not heard. */
  async otherDoors() {
    const waiting = await done(this.#in('queue').getAll())
    return [...new Set(waiting.map(({ door }) => door))].filter((door) => door !== this.#door)
  }

  enqueue(scan) {
    return done(this.#in('queue', 'readwrite').add({ door: this.#door, ...scan }))
  }

  /** These scans are recorded; another tab may have said so before. */
  async dequeue(scans, door = this.#door) {
    const recorded = new Set(scans.map(({ scan_id }) => scan_id))
    const queue = this.#in('queue', 'readwrite')
    const waiting = queue.index('door')
    const [keys, there] = await Promise.all([done(waiting.getAllKeys(door)), done(waiting.getAll(door))])
    for (const [n, { scan_id }] of there.entries()) if (recorded.has(scan_id)) queue.delete(keys[n])
  }

  /** Nothing of the event stays on a device that is cut off. */
  async forget(door = this.#door) {
    await forgetPage(`/doors/${door}`).catch(() => {}) // storage of pages may be switched off
    const transaction = this.#database.transaction(['bundles', 'used', 'queue'], 'readwrite')
    transaction.objectStore('bundles').delete(door)
    for (const name of ['used', 'queue']) {
      const store = transaction.objectStore(name)
      for (const key of await done(store.index('door').getAllKeys(door))) store.delete(key)
    }
  }

  #in(name, mode = 'readonly') {
    return this.#database.transaction(name, mode).objectStore(name)
  }
}
