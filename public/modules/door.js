// The page of a device at a door: scans continuously, and works without a network.
import { CameraPanel } from './door/camera-panel.js'
import { Checker } from './door/checker.js'
import { Connection } from './door/connection.js'
import { scannedIn } from './door/pass-code.js'
import { People } from './door/people.js'
import { ScannerKeys } from './door/scanner-keys.js'
import { Signals } from './door/signals.js'
import { Status } from './door/status.js'
import { Store } from './door/store.js'
import { VerdictView } from './door/verdict-view.js'
import { make } from './element.js'
import { keepAwake } from './keep-awake.js'
import { keepPage } from './kept-pages.js'
import { NoAnswer } from './post.js'

const neededOffline = ['worker', 'reader-options'].map((name) => new URL(`./scanner/${name}.js`, import.meta.url))
for (const name of ['reader/index.js', 'reader/zxing_reader.wasm', 'share.js'])
  neededOffline.push(new URL(`./vendor/zxing/${name}`, import.meta.url))

export async function start(main, signal) {
  // Not the page's own address: see continueAt.
  const path = main
    .querySelector('#scan')
    .getAttribute('action')
    .replace(/\/scans$/, '')
  const id = Number(path.split('/').at(-1))
  const store = await Store.open(document.body.dataset.account, id)
  const signals = new Signals(signal)
  const status = new Status(main)
  const connection = new Connection(
    path,
    store,
    {
      changed: () => {
        status.update(connection)
        noteUnsent(id, connection.waiting)
        if (!connection.online) people.showKnown()
      },
      back: () => {
        // Also searches for whom the list shows, before the page is refreshed.
        people.searchAgain().finally(() => document.dispatchEvent(new CustomEvent('desk:outdated')))
        camera.retry()
      },
      recorded: (verdicts) => {
        noteUnsent(id, connection.waiting)
        status.update(connection)
        status.showRecorded(verdicts)
      },
      sent: (door) => noteUnsent(door, 0),
      isTheirs: () => isStillTheirs(path),
      closed: async () => {
        if (await isStillTheirs(path)) {
          noteUnsent(id, 0)
          await store.forget()
        }
        location.reload() // the server says it
      },
      gone: () => location.reload(),
    },
    signal,
  )
  const checker = new Checker(connection, new VerdictView(main, id, signals, signal))
  const people = new People(() => main.querySelector('#people'), path, connection)
  const camera = new CameraPanel(main.querySelector('#scanner'), (text) => checker.see(text), signal)
  listen(main, { connection, checker, people, status, signals }, signal)
  showCamera(main)
  camera.start()
  keepAwake(signal)
  if (location.pathname !== path) continueAt(path)
  await connection.open()
  keepPage(neededOffline).catch(() => {})
}

/** Leaves the response to a form that was submitted before this script had loaded: it is neither live nor kept. */
function continueAt(path) {
  history.replaceState(history.state, '', path)
  document.dispatchEvent(new CustomEvent('desk:outdated'))
}

/** Without this script the field for codes has the focus and is scrolled into view; with it the camera is. */
function showCamera(main) {
  const { code } = main.querySelector('#scan').elements
  code.removeAttribute('autofocus')
  if (document.activeElement === code) code.blur()
  scrollTo({ top: 0, behavior: 'instant' })
  // On a low screen it is not at the top.
  main.querySelector('.scanner__picture').scrollIntoView({ block: 'nearest', behavior: 'instant' })
}

function listen(main, { connection, checker, people, status, signals }, signal) {
  const keys = new ScannerKeys(() => main.querySelector('#scan').elements.code, signal)
  const parts = { connection, checker, people, keys }
  main.addEventListener('submit', (event) => submit(event, parts), { signal, capture: true })
  const sound = main.querySelector('#scanner [data-part="sound"]')
  const showSound = () => sound.setAttribute('aria-pressed', String(signals.isOn))
  sound.addEventListener(
    'click',
    () => {
      signals.isOn = !signals.isOn
      showSound()
    },
    { signal },
  )
  showSound()
  const second = setInterval(() => {
    status.showMark(connection)
    if (status.noticeDay(connection) && !connection.online) people.showKnown()
  }, 1000)
  signal.addEventListener('abort', () => clearInterval(second))
  document.addEventListener('desk:refreshed', () => status.update(connection), { signal })
}

/** The refusal may concern another account that has logged in in another tab: then this account's admissions must stay. */
async function isStillTheirs(path) {
  const text = await fetch(path)
    .then((answer) => answer.text())
    .catch(() => '')
  const { account } = new DOMParser().parseFromString(text, 'text/html').body.dataset
  return account === document.body.dataset.account
}

/** For js/service-worker.js, which warns about them on every page. */
function noteUnsent(door, waiting) {
  const name = `unsent:${document.body.dataset.account}:${door}`
  if (waiting > 0) localStorage.setItem(name, waiting)
  else localStorage.removeItem(name)
}

function submit(event, { connection, checker, people, keys }) {
  const form = event.target
  const byKeys = keys.take()
  const fields = Object.fromEntries(new FormData(form))
  const action = form.getAttribute('action')
  const [, admission] = /^\/admissions\/(\d+)\/undo$/.exec(action) ?? []
  event.preventDefault()
  const typed = Object.keys(fields).find((name) => scannedIn(fields[name]))
  if (typed && form.id !== 'scan') {
    // A scanner has typed it into the field that somebody had searched by.
    const code = scannedIn(fields[typed])
    checker.check({ code })
    form.elements[typed].value = fields[typed].replace(code, '')
  } else if (byKeys && form.id !== 'scan') {
    checker.check({ code: byKeys })
    document.activeElement.value = document.activeElement.defaultValue
  } else if (form.id === 'scan') {
    if (fields.code) checker.check({ code: scannedIn(fields.code) ?? byKeys ?? fields.code })
    form.elements.code.value = ''
    // A phone's on-screen keyboard would cover the result.
    if (matchMedia('(pointer: coarse)').matches) form.elements.code.blur()
  } else if (action.endsWith('/admissions'))
    checker.check({ pass_id: Number(fields.pass_id) }).then(() => people.search())
  else if (form.role === 'search') people.search()
  else if (admission) undo(form, connection, { admission_id: admission, reason: fields.reason })
  else if (action.endsWith('/payment')) pay(form, { connection, people })
  else close(form, connection)
}

async function undo(form, connection, fields) {
  try {
    await connection.ask('undo', fields)
    form.reset()
    form.closest('details').open = false
    announce('The admission is undone: the pass admits again.')
    await connection.resume()
  } catch (error) {
    connection.handle(error)
    complain(form, error instanceof NoAnswer ? 'This needs a connection.' : error.message)
  }
}

async function pay(form, { connection, people }) {
  if (!connection.online) return complain(form, 'This needs a connection.')
  const body = new URLSearchParams(new FormData(form))
  const answer = await fetch(form.action, { method: 'POST', body, signal: AbortSignal.timeout(8000) }).catch(() => null)
  if (!answer) return complain(form, 'This needs a connection.')
  // A person who is no longer logged in is redirected elsewhere.
  const led = answer.ok && new URL(answer.url).pathname === `/doors/${body.get('door')}`
  if (!led) return complain(form, 'This could not be marked. Load the page again.')
  if (!form.closest('[role="status"]')) announce('Marked as paid.')
  form.replaceWith(make('p', {}, 'Marked as paid.'))
  people.search()
}

async function close(form, connection) {
  if (!connection.online) return complain(form, 'This needs a connection.')
  if (!confirm('Close this door? This device can then let nobody in.')) return
  await connection.forget()
  form.submit()
}

/** For screen readers: js/announce.js. */
const announce = (detail) => document.dispatchEvent(new CustomEvent('desk:done', { detail }))

function complain(form, text) {
  form.querySelector('.door__complaint')?.remove()
  form.append(make('p', { className: 'field__error door__complaint', role: 'alert' }, text))
}
