// What a door asks the server.
import { Gone, getJson, NoAnswer, postForm } from '../post.js'

export class DoorServer {
  #path
  #signal

  /** @param path of the door */
  constructor(path, signal) {
    this.#path = path
    this.#signal = signal
  }

  /** @throws NoAnswer without a network (the door is then offline); Gone if nobody is logged in, or the door is gone */
  async ask(action, fields, timeout, path = this.#path) {
    return bodyOf(await postForm(`${path}/${action}`, fields, { signal: this.#signal, timeout }))
  }

  /** @returns what the device stores, with the offset of its clock */
  async readBundle() {
    const { at, ...first } = await this.#read('bundle')
    const { event, keys, liveness, passes } = first
    for (let { next_after } = first; next_after !== null; ) {
      const page = await this.#read(`bundle?after=${next_after}`)
      passes.push(...page.passes)
      next_after = page.next_after
    }
    return { event, keys, liveness, passes, offset: Date.parse(first.now) - at }
  }

  /** @returns the body, with the time `at` at which the server made it, by this device's clock */
  async #read(address) {
    const answer = await getJson(`${this.#path}/${address}`, { signal: this.#signal })
    return { ...bodyOf(answer), at: answer.at }
  }
}

function bodyOf({ status, body }) {
  if (status < 400) return body
  // When rate-limited the door works offline: the guests must not wait.
  if (status === 429) throw new NoAnswer()
  throw Object.assign(body.code === 'door_closed' ? new Gone(body.detail) : new Error(body.detail), { code: body.code })
}
