// The page of a device at a door: scans without a tap, and goes on without a network.
import { CameraPanel } from './door/camera-panel.js'
import { Connection } from './door/connection.js'
import { check, reasons } from './door/offline-checks.js'
import { decodeCode } from './door/pass-code.js'
import { People } from './door/people.js'
import { Signals } from './door/signals.js'
import { Status } from './door/status.js'
import { Store } from './door/store.js'
import { VerdictView } from './door/verdict-view.js'
import { make } from './element.js'
import { keepAwake } from './keep-awake.js'
import { forgetPage, keepPage } from './kept-pages.js'
import { NoAnswer } from './post.js'

/** Milliseconds for which a code that has left the picture is still the same one. */
const sameFor = 3000
const patience = 4000

const neededOffline = ['worker', 'reader-options'].map((name) => new URL(`./scanner/${name}.js`, import.meta.url))
for (const name of ['reader/index.js', 'reader/zxing_reader.wasm', 'share.js'])
  neededOffline.push(new URL(`./vendor/zxing/${name}`, import.meta.url))

class Door {
  #connection
  #view
  #busy = Promise.resolve()
  #seen = { key: '', at: 0 }
  #admitted = null

  constructor(connection, view) {
    this.#connection = connection
    this.#view = view
  }

  /** What the camera sees: the same code again and again, and of one pass a new one every 15 seconds. */
  see(text) {
    const pass = decodeCode(text)?.public_id
    const key = pass && pass === this.#admitted ? pass : text
    const isSame = key === this.#seen.key && Date.now() - this.#seen.at < sameFor
    this.#seen = { key, at: Date.now() }
    if (!isSame) this.check({ code: text }, pass)
  }

  /** One after the other, in the order in which they were scanned. */
  check(scanned, publicId = null) {
    this.#busy = this.#busy
      .then(() => this.#check({ ...scanned, scan_id: crypto.randomUUID() }))
      .then((verdict) => {
        if (!verdict) return
        this.#admitted = verdict.verdict === 'refused' ? this.#admitted : publicId
        if (publicId && this.#admitted === publicId) this.#seen.key = publicId
        this.#view.show(verdict)
      })
    return this.#busy
  }

  async #check(scan) {
    const at = new Date(this.#connection.now).toISOString()
    try {
      if (this.#connection.online) {
        const verdict = await this.#connection.ask('checks', scan, patience)
        if (verdict.admission_id && verdict.verdict !== 'refused') await this.#connection.markUsed(verdict.pass.id)
        return verdict
      }
    } catch (error) {
      if (!(error instanceof NoAnswer)) return this.#connection.fail(error)
      this.#connection.lose()
    }
    return this.#checkAlone({ ...scan, at })
  }

  async #checkAlone(scan) {
    const { bundle, roster } = this.#connection
    const refusal = { verdict: 'refused', pass: null }
    if (!roster) return { ...refusal, message: 'There is no connection, and this device has no list of the event.' }
    const found = await check(bundle, roster, scan, Date.parse(scan.at)).catch(() => null)
    if (!found) return { ...refusal, message: 'This browser cannot check codes without a connection. Search by name.' }
    if (found.reason) return { ...refusal, pass: found.pass, message: reasons[found.reason] }
    await this.#connection.remember(scan, found.pass)
    const message = scan.code?.startsWith('SM1:')
      ? 'Checked without a connection: whether the pass was opened anew since is not known.'
      : `Look whether this is ${found.pass.name}.`
    return { verdict: 'by_hand', word: 'Let in, offline', pass: found.pass, message }
  }
}

export async function start(main, signal) {
  const path = location.pathname
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
        if (!connection.online) people.showKnown()
      },
      back: () => document.dispatchEvent(new CustomEvent('desk:outdated')),
      recorded: (verdicts) => status.showRecorded(verdicts),
      closed: async () => {
        await Promise.all([store.forget(), forgetPage(path)])
        location.reload() // the server says it
      },
      gone: () => location.reload(),
    },
    signal,
  )
  const door = new Door(connection, new VerdictView(main, signals, signal))
  const people = new People(() => main.querySelector('#people'), connection)
  const camera = new CameraPanel(main.querySelector('#scanner'), (text) => door.see(text), signal)
  listen(main, { connection, door, people, status, signals }, signal)
  camera.start()
  keepAwake(signal)
  await connection.open()
  keepPage(neededOffline).catch(() => {})
}

function listen(main, { connection, door, people, status, signals }, signal) {
  main.addEventListener('submit', (event) => submit(event, { connection, door, people }), { signal, capture: true })
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
  const second = setInterval(() => status.showMark(connection), 1000)
  signal.addEventListener('abort', () => clearInterval(second))
  document.addEventListener('desk:refreshed', () => status.update(connection), { signal })
  document.addEventListener('submit', (event) => warnOfUnsent(event, connection), { signal })
}

function submit(event, { connection, door, people }) {
  const form = event.target
  const fields = Object.fromEntries(new FormData(form))
  const action = form.getAttribute('action')
  const [, admission] = /^\/admissions\/(\d+)\/undo$/.exec(action) ?? []
  event.preventDefault()
  if (form.id === 'scan') {
    if (fields.code) door.check({ code: fields.code })
    form.elements.code.value = ''
    form.elements.code.focus()
  } else if (action.endsWith('/admissions')) door.check({ pass_id: Number(fields.pass_id) }).then(() => people.search())
  else if (form.role === 'search') people.search()
  else if (admission) undo(form, connection, { admission_id: admission, reason: fields.reason })
  else close(form, connection)
}

async function undo(form, connection, fields) {
  try {
    await connection.ask('undo', fields)
    form.reset()
    form.closest('details').open = false
    await connection.resume()
  } catch (error) {
    connection.fail(error)
    complain(form, error instanceof NoAnswer ? 'This needs a connection.' : error.message)
  }
}

async function close(form, connection) {
  if (!connection.online) return complain(form, 'This needs a connection.')
  if (!confirm('Close this door? This device lets nobody in then.')) return
  await connection.forget()
  form.submit()
}

function complain(form, text) {
  form.querySelector('.door__complaint')?.remove()
  form.append(make('p', { className: 'field__error door__complaint', role: 'alert' }, text))
}

/** Logging out deletes what is kept here. */
function warnOfUnsent(event, { waiting }) {
  if (event.target.getAttribute('action') !== '/logout' || waiting === 0) return
  const text = `${waiting} admissions are not recorded yet and will be lost. Log out all the same?`
  if (confirm(text)) return
  event.preventDefault()
  event.stopImmediatePropagation()
}
