// The list of people: from the server while it can be reached, else from the device.
import { icon, make } from '../element.js'
import { mostFound } from './roster.js'
import { placeOf, timeText } from './verdict-view.js'

export class People {
  #root
  #path
  #connection
  /** What was last searched for here, perhaps without an answer; null if nothing was. */
  #searched = null

  constructor(root, path, connection) {
    this.#root = root
    this.#path = path
    this.#connection = connection
  }

  get #form() {
    return this.#root().querySelector('form[role="search"]')
  }

  async search(q = this.#form.elements.q.value) {
    const field = this.#form.elements.q
    this.#searched = q
    if (!this.#connection.online) return this.showKnown()
    const address = `${this.#path}?${new URLSearchParams({ q })}`
    const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(8000) }).catch(() => null)
    if (!answer?.ok || answer.redirected) return this.#connection.lose()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    this.#rows().replaceWith(document.adoptNode(page.querySelector('#people-found')))
    // An automatic refresh of the page must search for the same people.
    history.replaceState(history.state, '', address)
    // The address has the search text now, so the field no longer counts as unsaved input.
    field.defaultValue = q
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** Whom the list is to show: not what is half typed, as the next tap lets somebody in. */
  get #shown() {
    return this.#searched ?? this.#form.elements.q.defaultValue
  }

  /** Searches for what the server has not answered, and the page's address does not have. */
  async searchAgain() {
    if (this.#shown !== this.#form.elements.q.defaultValue) await this.search(this.#shown)
  }

  /** Without a network. */
  async showKnown() {
    const { roster } = this.#connection
    if (!roster) return
    const q = this.#shown
    const found = await roster.find(q)
    // Something else was searched for meanwhile, or the server can be reached again.
    if (q !== this.#shown || this.#connection.online) return
    const rows = found.map((pass) => this.#row(pass))
    const none = q ? 'No pass matches.' : 'Nobody has a pass yet.'
    const list =
      rows.length > 0
        ? make('ol', { className: 'rows' }, ...rows)
        : make('p', { className: 'empty' }, icon('users'), none)
    const isAll = rows.length < mostFound
    const more = isAll ? '' : make('p', { className: 'pager' }, `The first ${mostFound}. Search for the others.`)
    this.#rows().replaceChildren(list, more)
  }

  #rows() {
    return this.#root().querySelector('#people-found')
  }

  #row(pass) {
    const used = this.#connection.roster.usedAt(pass.id)
    const place = placeOf(pass)
    const paid = pass.paid === null ? null : pass.paid ? 'paid' : 'not paid'
    const text = make(
      'div',
      { className: 'rows__text' },
      make('strong', { dir: 'auto', textContent: pass.name }),
      make('span', { className: 'rows__soft', dir: 'auto', textContent: [place, paid].filter(Boolean).join(' · ') }),
    )
    if (used) {
      const badge = make('span', { className: 'badge badge--open' }, icon('circle-check'), `In, at ${timeText(used)}`)
      return make('li', { className: 'rows__row' }, text, badge)
    }
    const hidden = make('input', { type: 'hidden', name: 'pass_id', value: pass.id })
    const button = make('button', { className: 'button button--quiet' }, icon('user-check'), 'Let in')
    button.append(make('span', { className: 'visually-hidden' }, `: ${pass.name}`))
    const form = make('form', { action: `${this.#path}/admissions`, method: 'post' }, hidden, button)
    return make('li', { className: 'rows__row' }, text, form)
  }
}
