// Unsent text is saved: in this browser at once, under the account's id, and on the server shortly after the last key. A
// form has the time at which it was rendered (data-drawn-at) and at which its draft was saved (data-draft-at).
const pause = 1500
const retryAfter = 10_000 // what did not reach the server; at once when the network is back, or on the next page
const timers = new Map() // by key
const requests = new Map() // under way, by key

const inputs = ['text', 'tel', 'date', 'time', 'number'].map((type) => `input[type="${type}"]`)
const choices = ['select', 'input[type="checkbox"]', 'input[type="radio"]:checked']
const typedFields = ['textarea', 'input:not([type])', 'input[name="shown_edit"]', ...choices, ...inputs].join()
const texts = ['message', 'title', 'note', 'description', 'decision', 'reason', 'who', 'emails']
const isText = (name) => texts.includes(name) || name.startsWith('answer_')
const typedIn = ({ type, checked, value }) => (type === 'checkbox' && !checked ? '' : value)
const fieldsIn = (form) => [...form.elements].filter((field) => field.matches(typedFields))
const fieldsOf = (form) => Object.fromEntries(fieldsIn(form).map((field) => [field.name, typedIn(field)]))
const isEmpty = (fields) => !Object.entries(fields).some(([name, text]) => isText(name) && text.trim())
const keyOf = (form) => `draft:${form.elements.drawn_for.value}:${form.dataset.draft}`
const isBusy = (form) => form.getAttribute('aria-busy') === 'true'
const formsHere = () => document.querySelectorAll('form[data-draft]')
const formOf = (key) => [...formsHere()].find((form) => keyOf(form) === key)

/** Where there is no room, or it is not allowed, the server still keeps what is typed. */
const attempt = (work, otherwise = null) => {
  try {
    return work()
  } catch {
    return otherwise
  }
}
const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)))
const write = (key, copy) =>
  attempt(() => (copy ? localStorage.setItem(key, JSON.stringify(copy)) : localStorage.removeItem(key)))
const keysOf = (account) =>
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(`draft:${account}:`)), [])

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
  const answer = isAnswer(response) ? await response.json().catch(() => null) : null // cut off in the middle
  if (request.signal.aborted) return false
  requests.delete(key)
  if (response?.redirected) document.dispatchEvent(new CustomEvent('desk:session-ended', { cancelable: true }))
  if (!answer) {
    if (mayPass(response) && !timers.has(key)) sendIn(retryAfter, key)
    return false
  }
  const { saved_at, sent_to } = answer
  const now = read(key)
  if (!now || JSON.stringify(now.fields) !== fields) return saved_at != null
  if (sent_to && !now.tried) {
    doubtful.add(formOf(key) ?? {}) // what it began with was sent elsewhere; what was typed since is saved without its key
    write(key, { ...now, changed: true })
    return send(key, last)
  }
  if (sent_to) arrived(key, now, sent_to)
  else write(key, isEmpty(now.fields) ? null : { ...now, at: saved_at })
  return saved_at != null
}

/** The server has the submitted text, but its response was lost: goes to the page to which it would have led. */
function arrived(key, copy, address) {
  const form = formOf(key)
  if (form && isBusy(form)) return
  write(key, null)
  if (!form || JSON.stringify(fieldsOf(form)) !== JSON.stringify(copy.fields)) return
  form.removeAttribute('data-in-use')
  window.Turbo.visit(address.replace(/#.*/, ''), { action: 'replace' })
}

const isAnswer = (response) => response?.ok && !response.redirected
/** A failure that a retry may overcome: no response, an incomplete one, or a temporary error. */
const mayPass = (response) => !response || isAnswer(response) || response.status >= 500 || response.status === 429

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

/** @param state changed: since it was submitted; tried: submitted as it is, without a response so far */
function keep(form, { changed = false, tried = false } = {}) {
  const key = keyOf(form)
  write(key, { fields: fieldsOf(form), at: 0, key: form.elements.idempotency_key.value, changed, tried })
  sendIn(pause, key)
}

const doubtful = new WeakSet() // forms that were submitted without a response: they may have been sent

/** In a doubtful form text counts as changed; once all was deleted, the next text is another submission with its own key. */
function typed(form) {
  if (doubtful.has(form) && isEmpty(fieldsOf(form)) && !isEmpty(read(keyOf(form))?.fields ?? {})) {
    form.elements.idempotency_key.value += '-'
    doubtful.delete(form)
  }
  keep(form, { changed: doubtful.has(form) || isBusy(form) })
}

/** Text typed into the reply box while its message was under way is the next message. */
function keepRest(form, sent) {
  const { message, idempotency_key } = form.elements
  if (form.id !== 'reply' || message.value === sent) {
    const copy = read(keyOf(form)) // another tab's stays: its draft on the server may have ended with what was sent
    return write(keyOf(form), copy && !copy.key.startsWith(idempotency_key.value) ? { ...copy, at: 0 } : null)
  }
  if (message.value.startsWith(sent)) message.value = message.value.slice(sent.length).trimStart()
  idempotency_key.value += '-'
  keep(form)
}

const flush = () => [...timers.keys()].map((key) => send(key, true))

/** Sends what only this browser has, from any page; null marks what the server refuses. */
function sendUnsaved() {
  for (const key of keysOf(document.body.dataset.account))
    if (read(key)?.at === 0 && !timers.has(key) && !requests.has(key)) send(key)
}

/** Restores this browser's copy if it never reached the server, or is newer than the page. */
function restore(form) {
  const copy = read(keyOf(form))
  if (!copy || form.querySelector('.error-summary, [aria-invalid], .reply__question')) return
  const { draftAt, drawnAt } = form.dataset
  const isNewer = !copy.at || (copy.at > Number(draftAt) && copy.at > Number(drawnAt))
  if (!isNewer) return write(keyOf(form), null)
  form.dispatchEvent(new CustomEvent('desk:fill', { bubbles: true, detail: copy.fields }))
  if (copy.at) return
  if (copy.key) form.elements.idempotency_key.value = copy.key
  doubtful.add(form)
  keep(form, copy)
}

document.addEventListener('input', ({ target }) => target.form?.matches('[data-draft]') && typed(target.form))
// Another tab's text has taken the place of this tab's, which js/own-draft.js then keeps.
addEventListener('storage', ({ key, newValue }) => {
  const form = formOf(key)
  if (!form || !newValue || !(form.matches('[data-in-use]') || form.dataset.draftAt > 0)) return
  const own = form.elements.idempotency_key.value
  if (JSON.parse(newValue).key.startsWith(own)) return // the same text continued, or the next one
  attempt(() => sessionStorage.setItem(key, JSON.stringify({ fields: fieldsOf(form), key: own })))
})
// A page left while a form is under way is cached without its text; the copy restores it if the form was not sent.
document.addEventListener('turbo:before-cache', () => {
  for (const form of formsHere()) if (read(keyOf(form))?.tried) form.reset()
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
  if (!target.matches('[data-draft]')) return flush()
  const before = read(keyOf(target))
  const changed = before?.changed && before.key === target.elements.idempotency_key.value
  keep(target, { changed, tried: !changed })
  stop(keyOf(target))
})
document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  if (!target.matches('[data-draft]')) return
  const to = detail.fetchResponse?.response
  if (detail.success && to && !/^\/login\b/.test(new URL(to.url).pathname))
    return keepRest(target, detail.formSubmission.body.get('message'))
  doubtful.add(target)
  keep(target, read(keyOf(target)) ?? {})
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
