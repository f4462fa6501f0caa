// Single-key shortcuts for the lists. `?` shows them and offers to switch them off.
const keys = {
  j: 'Next ticket, on a ticket too',
  k: 'Previous ticket, on a ticket too',
  Enter: 'Open the ticket',
  '/': 'Search (Ctrl K too, while typing)',
  c: 'Claim this ticket',
  r: 'Write an answer',
  n: 'Write an internal note',
  '?': 'This help',
}
const setting = 'single-key-shortcuts'
const enabled = () => localStorage.getItem(setting) !== 'off'

function move(step) {
  if (document.querySelector('#reply [name="from"]')) return goOn(step)
  const rows = [...document.querySelectorAll('.ticket__link')]
  const at = rows.indexOf(document.activeElement)
  const row = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** From one ticket to the next of its list. */
function goOn(step) {
  const id = location.pathname.split('/').at(-1)
  const from = encodeURIComponent(sessionStorage.getItem('list') ?? '')
  window.Turbo.visit(`/tickets/next?after=${id}&from=${from}&step=${step > 0 ? 'next' : 'previous'}`)
}

function search() {
  const boxes = [...document.querySelectorAll('[type="search"]')]
  const box = boxes.find((box) => box.checkVisibility()) ?? boxes.find((box) => box.closest('details'))
  if (!box) return document.querySelector('.header__find, .ticket__link')?.focus()
  box.closest('details')?.setAttribute('open', '')
  box.focus()
  box.select()
}

function write(kind) {
  const tab = document.getElementById(`kind-${kind}`)
  if (tab && !tab.checked) tab.click()
  if (tab || kind === 'reply') document.querySelector('#reply textarea')?.focus()
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  '/': search,
  c: () => document.getElementById('action-claim')?.click(),
  r: () => write('reply'),
  n: () => write('note'),
  '?': () => help().showModal(),
}

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

function help() {
  const open = document.querySelector('dialog.dialog')
  if (open) return open
  const rows = Object.entries(keys).flatMap(([key, what]) => [
    make('dt', {}, make('kbd', {}, key)),
    make('dd', {}, what),
  ])
  rows.push(
    make('dt', {}, make('kbd', {}, 'Ctrl'), ' ', make('kbd', {}, 'Enter')),
    make('dd', {}, 'Send what is typed'),
  )
  const box = make('input', { type: 'checkbox', checked: enabled() })
  box.addEventListener('change', () => localStorage.setItem(setting, box.checked ? 'on' : 'off'))
  const dialog = make(
    'dialog',
    { className: 'dialog', ariaLabel: 'Keyboard shortcuts' },
    make('h2', {}, 'Keyboard shortcuts'),
    make('dl', {}, ...rows),
    make('p', {}, make('label', { className: 'check' }, box, ' Use single keys (? always works)')),
    make('form', { method: 'dialog' }, make('button', { className: 'button button--quiet', autofocus: true }, 'Close')),
  )
  dialog.dataset.local = dialog.dataset.turboTemporary = ''
  // The event arrives later, when the dialog may be open again.
  dialog.addEventListener('close', () => dialog.open || dialog.remove())
  document.body.append(dialog)
  return dialog
}

const typing = ({ target }) =>
  target.isContentEditable || target.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select')

/** The Latin letter of a key, even if the keyboard is set to another script. */
const keyOf = ({ key = '', code = '' }) =>
  key.length === 1 && key > '\u024f' && code.startsWith('Key') ? code.slice(3).toLowerCase() : key

document.addEventListener('keydown', (event) => {
  const key = keyOf(event)
  if (key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    if (!document.querySelector('.header') || document.querySelector('dialog[open]')) return
    event.preventDefault()
    return search()
  }
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (event.repeat && key !== 'j' && key !== 'k')
  )
    return
  const action = actions[key]
  if (!action || typing(event) || document.querySelector('dialog[open]')) return
  if (key !== '?' && !enabled()) return
  event.preventDefault()
  action()
})
