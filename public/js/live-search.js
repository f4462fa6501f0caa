// Results while one types, or says from when on: the list is fetched under the address that the form would lead to and morphed in. What is
// typed and the focus stay, the address follows, and Enter goes there as without this.
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

/** The search box itself stays as it is: somebody is typing in it. */
function show(page, address) {
  window.Turbo.navigator.history.replace(new URL(address, location.href))
  document.title = page.title
  window.Turbo.morphBodyElements(document.body, document.adoptNode(page.body))
  document.dispatchEvent(new CustomEvent('desk:refreshed', { detail: { fresh: [] } }))
}

/** A single letter fits nearly everything. */
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

// What was left empty has no place in the address. Filters go with what is in the search box by then.
document.addEventListener('formdata', ({ target, formData }) => {
  if (target.method !== 'get') return
  const box = target.matches('.filter-form') && document.querySelector('[data-live-search] [type="search"]')
  if (box) formData.set(box.name, box.value)
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
})
