// The state shown on the door's page: the connection, the number of people admitted, and the mark on live passes.
import { icon } from '../element.js'

const lines = {
  online: () => ['wifi', 'Connected'],
  offline: ({ roster, waiting }) => [
    'wifi-off',
    roster
      ? `No connection: the door works offline${waitingText(waiting)}`
      : 'No connection, and no list yet: look at short codes and names',
  ],
}
const waitingText = (waiting) => (waiting > 0 ? `. ${waiting} to be recorded` : '')

export class Status {
  #main
  #shown = ''
  #day
  /** All since the page was opened: the network may come and go faster than people read. */
  #recorded = []

  constructor(main) {
    this.#main = main
  }

  update(connection) {
    this.#day ??= connection.roster?.day
    const line = this.#main.querySelector('#connection')
    const [name, text] = lines[connection.online ? 'online' : 'offline'](connection)
    if (this.#shown !== text) {
      line.replaceChildren(icon(name), text)
      line.classList.toggle('door__line--offline', !connection.online)
    }
    this.#shown = text
    if (!connection.online && connection.roster) this.#count(connection.roster.counts)
  }

  #count({ admitted, expected }) {
    const counts = this.#main.querySelector('#door-counts')
    const number = Object.assign(document.createElement('strong'), { textContent: admitted })
    counts.replaceChildren(number, ` of ${expected} in`)
  }

  /**
   * Called every second. At an event of several days nobody is in when the next day begins, of which no admission tells.
   *
   * @returns whether it has begun
   */
  noticeDay(connection) {
    const day = connection.roster?.day
    const hasBegun = this.#day !== undefined && day !== this.#day
    this.#day = day
    if (hasBegun) {
      document.dispatchEvent(new CustomEvent('desk:outdated'))
      this.update(connection)
    }
    return hasBegun
  }

  /** Called every second: the mark changes every minute. */
  showMark({ bundle, now }) {
    const mark = bundle?.liveness.findLast(({ from }) => Date.parse(from) <= now)
    const element = this.#main.querySelector('#liveness')
    if (!mark || !element) return
    element.className = `liveness liveness--${mark.colour}`
    if (element.textContent !== mark.word) element.textContent = mark.word
  }

  /** Shows what the server says about people whom the door admitted offline. */
  showRecorded(verdicts) {
    this.#recorded.push(...verdicts)
    const wrong = this.#recorded.filter(({ verdict }) => verdict === 'refused')
    const note = this.#main.querySelector('#recorded')
    const sentences = wrong.map(({ name, message }) => `${name}: ${message}`)
    const { length } = this.#recorded
    const count = length === 1 ? '1 admission is recorded.' : `${length} admissions are recorded.`
    note.textContent = [count, ...sentences].join(' ')
    note.hidden = false
    note.classList.toggle('note--bad', wrong.length > 0)
  }
}
