// Shows the last result: over the whole screen for a moment, by word, colour and icon, and then in the page.
import { icon, make } from '../element.js'

const looks = {
  admitted: { word: 'Admitted', icon: 'circle-check', for: 2500 },
  by_hand: { word: 'Check the name', icon: 'user-check', for: 6000 },
  refused: { word: 'Refused', icon: 'circle-x', for: 6000 },
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
export const timeText = (at) => clock.format(at)

export const placeOf = ({ type, place, of }) => [type, of > 1 && `place ${place} of ${of}`].filter(Boolean).join(', ')

export class VerdictView {
  #door
  #place
  #screen
  #signals
  #timer = 0

  constructor(main, door, signals, signal) {
    this.#door = door
    this.#place = main.querySelector('#verdict')
    this.#screen = main.querySelector('#verdict-screen')
    this.#signals = signals
    this.#place.dataset.local = ''
    this.#screen.addEventListener('click', () => this.#close(), { signal })
    addEventListener('keydown', ({ key }) => key === 'Escape' && this.#close(), { signal })
    signal.addEventListener('abort', () => this.#close())
  }

  /** @param verdict the server's JSON; `word` replaces the usual word */
  show(verdict) {
    const look = looks[verdict.verdict]
    const content = () => contentOf(verdict, look)
    for (const element of [this.#place, this.#screen]) {
      element.classList.remove('verdict--none', ...Object.keys(looks).map((kind) => `verdict--${kind}`))
      element.classList.add(`verdict--${verdict.verdict}`)
      element.replaceChildren(...content())
    }
    // Not during scanning, when there is no time for it; and without a network the booking is unknown.
    const { booking_id, name, paid } = verdict.pass ?? {}
    if (paid === false && booking_id) this.#place.append(paymentForm(this.#door, booking_id, name))
    this.#signals.play(verdict.verdict)
    clearTimeout(this.#timer)
    if (!this.#screen.matches(':popover-open')) this.#screen.showPopover()
    this.#timer = setTimeout(() => this.#close(), look.for)
  }

  #close() {
    clearTimeout(this.#timer)
    if (this.#screen.matches(':popover-open')) this.#screen.hidePopover()
  }
}

function contentOf({ verdict, word, message, pass }, look) {
  const head = make('p', { className: 'verdict__word' }, icon(look.icon), word ?? look.word)
  // The name of somebody admitted is shown already.
  const sentence = verdict === 'admitted' ? '' : make('p', { dir: 'auto', textContent: message })
  if (!pass) return [head, sentence]
  const place = placeOf(pass)
  const paid = pass.paid === null ? null : make('span', { className: 'verdict__paid' }, pass.paid ? 'Paid' : 'Not paid')
  const name = make('p', { className: 'verdict__name', dir: 'auto', textContent: pass.name })
  const details = make('p', { className: 'verdict__place' }, place ? make('span', { dir: 'auto' }, place) : null, paid)
  return [head, name, details, sentence]
}

/** The same as views/door/_payment.ejs. */
function paymentForm(door, booking_id, name) {
  const hidden = (name, value) => make('input', { type: 'hidden', name, value })
  const button = make('button', { className: 'button button--quiet' }, icon('check'), 'Mark as paid')
  button.append(make('span', { className: 'visually-hidden' }, `: ${name}`))
  const action = `/bookings/${booking_id}/payment`
  const form = make('form', { action, method: 'post' })
  form.append(hidden('paid', 'on'), hidden('door', door), button)
  return form
}
