// Shows results while typing, or after choosing a date: fetches the list from the address that the form would lead to
// and morphs it in. The typed text and the focus stay, the address is updated, and Enter works as without this script.
let waiting = 0
let latest = null

const addressOf = (form) => {
  const fields = [...new FormData(form)].filter(([, value]) => value !== '')
  const query = new URLSearchParams(fields).toString()
  return form.getAttribute('action') + (query ? `?${query}` : '')
}

async function search(form) {
  const address = addressOf(form)
  latest?.abort()
  latest = new AbortController()
  const { signal } = latest
  const from = location.pathname
  const response = await fetch(address, { headers: { accept: 'text/html' }, signal }).catch(() => null)
  if (response?.redirected) return location.assign(response.url) // the session has ended
  if (!response?.ok) return
  const text = await response.text().catch(() => null)
  if (text === null || signal.aborted || location.pathname !== from || addressOf(form) !== address) return
  show(new DOMParser().parseFromString(text, 'text/html'), address)
}

/** Does not touch the search box, in which somebody is typing. */
function show(page, address) {
  const { history, view } = window.Turbo.navigator
  history.replace(new URL(address, location.href))
  view.lastRenderedLocation = history.location // under which the page is cached when it is left
  document.title = page.title
  window.Turbo.morphBodyElements(document.body, document.adoptNode(page.body))
  document.dispatchEvent(new CustomEvent('desk:refreshed', { detail: { fresh: [] } }))
}

/** A single letter matches nearly everything. */
const worthwhile = (text) => text.length !== 1 || text > '\u02ff'

document.addEventListener('input', ({ target }) => {
  const form = target.form
  if (!form?.matches('[data-live-search]')) return
  clearTimeout(waiting)
  if (target.type !== 'search' || worthwhile(target.value.trim())) waiting = setTimeout(search, 250, form)
})

document.addEventListener('submit', ({ target }) => {
  clearTimeout(waiting)
  if (target.matches('[data-live-search]')) latest?.abort()
})

// Empty fields are left out of the address. Filters include what is in the search box.
document.addEventListener('formdata', ({ target, formData }) => {
  if (target.method !== 'get') return
  const box = target.matches('.filter-form') && document.querySelector('[data-live-search] [type="search"]')
  if (box) formData.set(box.name, box.value)
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
})
