// All tabs share one draft of a form (js/drafts.js). A tab whose text another one has replaced there has its own in the
// session storage until it is typed in or sent, and so keeps it through a reload.
const keyOf = (form) => `draft:${form.elements.drawn_for.value}:${form.dataset.draft}`

function restoreOwn() {
  const { account } = document.body.dataset
  if (!account) return // others may have no storage
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith('draft:') && !key.startsWith(`draft:${account}:`)) sessionStorage.removeItem(key)
  for (const form of document.querySelectorAll('form[data-draft]')) {
    const own = JSON.parse(sessionStorage.getItem(keyOf(form)))
    if (!own) continue
    form.elements.idempotency_key.value = own.key
    form.dispatchEvent(new CustomEvent('desk:fill', { bubbles: true, detail: own.fields }))
  }
}

const forget = ({ target }) => {
  const form = target.form ?? target
  if (form.matches?.('[data-draft]')) sessionStorage.removeItem(keyOf(form))
}
document.addEventListener('turbo:load', restoreOwn) // after js/drafts.js has restored what the tabs share
document.addEventListener('desk:refreshed', restoreOwn)
document.addEventListener('input', forget)
document.addEventListener('turbo:submit-start', forget)
// The other tab's text may come while this one's is under way.
document.addEventListener('turbo:submit-end', ({ target, detail: { success, fetchResponse } }) => {
  if (success && !/^\/login\b/.test(fetchResponse?.location.pathname)) forget({ target })
})
document.addEventListener('submit', ({ target }) => {
  if (target.getAttribute('action') === '/logout') sessionStorage.clear() // the computer may be shared
})
