// Unsent text is saved: in this browser at once, under the account's id, and on the server shortly after the last key.
// A form has the time at which it was rendered (data-drawn-at) and at which its draft was saved (data-draft-at).
const pause = 1500
const retryAfter = 10_000 // what did not reach the server; at once when the network is back, or on the next page
const timers = new Map() // by key
const requests = new Map() // under way, by key

const inputs = ['text', 'tel', 'date', 'time', 'number'].map((type) => `input[type="${type}"]`)
const choices = ['select', 'input[type="checkbox"]', 'input[type="radio"]:checked']
const typedFields = ['textarea', 'input:not([type])', 'input[name="shown_edit"]', ...choices, ...inputs].join()
const texts = ['message', 'title', 'note', 'description', 'decision', 'reason']
const isText = (name) => texts.includes(name) || name.startsWith('answer_')
const typedIn = ({ type, checked, value }) => (type === 'checkbox' && !checked ? '' : value)
const fieldsOf = (form) =>
  Object.fromEntries(
    [...form.elements].filter((field) => field.matches(typedFields)).map((field) => [field.name, typedIn(field)]),
  )
const isEmpty = (fields) => !Object.entries(fields).some(([name, text]) => isText(name) && text.trim())
const accountOf = (form) => form.elements.drawn_for.value
const keyOf = (form) => `draft:${accountOf(form)}:${form.dataset.draft}`
const formsHere = () => document.querySelectorAll('form[data-draft]')

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

const write = (key, copy) => {
  try {
    if (copy) localStorage.setItem(key, JSON.stringify(copy))
    else localStorage.removeItem(key)
  } catch {} // no room, or not allowed: the server still keeps it
}

const keysOf = (account) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`draft:${account}:`))
  } catch {
    return []
  }
}

/** @returns whether it is saved on the server now */
async function send(key, last = false) {
  stop(key) // an earlier request must not overtake this one
  const copy = read(key)
  if (!copy || copy.at) return true
  const [, account, place] = key.split(':')
  const fields = JSON.stringify(copy.fields)
  const body = new URLSearchParams({ place, fields, drawn_for: account, ...(!copy.changed && { key: copy.key }) })
  const keepalive = last && body.toString().length < 60_000
  const request = new AbortController()
  requests.set(key, request)
  const response = await fetch('/drafts', { method: 'POST', body, keepalive, signal: request.signal }).catch(() => null)
  const isAnswer = response?.ok && !response.redirected
  const answer = isAnswer ? await response.json().catch(() => null) : null // cut off in the middle
  if (request.signal.aborted) return false
  requests.delete(key)
  if (response?.redirected) document.dispatchEvent(new CustomEvent('desk:session-ended', { cancelable: true }))
  if (!answer) {
    if (mayPass(response) && !timers.has(key)) sendIn(retryAfter, key)
    return false
  }
  const { saved_at } = answer
  const now = read(key)
  if (now && JSON.stringify(now.fields) === fields) write(key, isEmpty(now.fields) ? null : { ...now, at: saved_at })
  return saved_at != null
}

/** A failure that a retry may overcome: no response, an incomplete one, or a temporary error. */
const mayPass = (response) =>
  !response || (response.ok && !response.redirected) || response.status >= 500 || response.status === 429

function sendIn(delay, key) {
  clearTimeout(timers.get(key))
  timers.set(key, setTimeout(send, delay, key))
}

function stop(key) {
  clearTimeout(timers.get(key))
  timers.delete(key)
  requests.get(key)?.abort()
  requests.delete(key)
}

function keep(form, changed = false) {
  const key = keyOf(form)
  write(key, { fields: fieldsOf(form), at: 0, key: form.elements.idempotency_key.value, changed })
  sendIn(pause, key)
}

const doubtful = new WeakSet() // forms that may have been sent, and the answer was lost: with their key not twice

/** What is typed there then is something else: it is saved, and all the more once everything was deleted. */
function typed(form) {
  if (doubtful.has(form) && isEmpty(fieldsOf(form)) && !isEmpty(read(keyOf(form))?.fields ?? {})) {
    form.elements.idempotency_key.value += '-'
    doubtful.delete(form)
  }
  keep(form, doubtful.has(form))
}

function flush() {
  for (const key of [...timers.keys()]) send(key, true)
}

/** Sends what only this browser has, from any page; null marks what the server refuses. */
function sendUnsaved() {
  for (const key of keysOf(document.body.dataset.account))
    if (read(key)?.at === 0 && !timers.has(key) && !requests.has(key)) send(key)
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    for (const field of [form.elements[name] ?? []].flatMap((one) => (one instanceof RadioNodeList ? [...one] : one))) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.value === value
      else field.value = value
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
  form.toggleAttribute('data-in-use', true)
  if (fields.note) form.closest('details')?.setAttribute('open', '')
}

/** Restores this browser's copy if it never reached the server, or is newer than the page. */
function restore(form) {
  const copy = read(keyOf(form))
  if (!copy || form.querySelector('.error-summary, [aria-invalid], .reply__question')) return
  const { draftAt, drawnAt } = form.dataset
  const isNewer = !copy.at || (copy.at > Number(draftAt) && copy.at > Number(drawnAt))
  if (!isNewer) return write(keyOf(form), null)
  fill(form, copy.fields)
  if (copy.at) return
  if (copy.key) form.elements.idempotency_key.value = copy.key
  doubtful.add(form)
  keep(form, copy.changed)
}

document.addEventListener('input', ({ target }) => {
  if (target.form?.matches('[data-draft]')) typed(target.form)
})
document.addEventListener('turbo:load', () => {
  formsHere().forEach(restore)
  sendUnsaved()
})
addEventListener('online', () => {
  flush()
  sendUnsaved()
})
document.addEventListener('turbo:before-visit', flush)
document.addEventListener('visibilitychange', () => document.hidden && flush())
addEventListener('pagehide', flush)

document.addEventListener('turbo:submit-start', ({ target }) => {
  if (target.matches('[data-draft]')) stop(keyOf(target))
  else flush()
})
document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  if (!target.matches('[data-draft]')) return
  const to = detail.fetchResponse?.response
  if (detail.success && to && !/^\/login\b/.test(new URL(to.url).pathname)) write(keyOf(target), null)
  else {
    doubtful.add(target)
    keep(target)
  }
})

// The computer may be shared: logging out saves unsent text, of all tabs, and deletes it from this browser.
document.addEventListener('submit', async (event) => {
  const { target } = event
  if (target.getAttribute('action') !== '/logout' || target.dataset.saved) return
  event.preventDefault()
  const keys = keysOf(document.body.dataset.account)
  const saved = Promise.all(keys.map((key) => send(key, true)))
  await Promise.race([saved, new Promise((done) => setTimeout(done, 3000))])
  for (const key of keys) write(key, null)
  target.dataset.saved = 'yes'
  target.submit()
})
