// Which list a ticket was opened from, in this tab: what is done with the ticket then leads to the list's next one. One
// that was opened from elsewhere, such as a notification, is in none; from a ticket one comes back to the list.
document.addEventListener('click', ({ target }) => {
  const link = document.body.dataset.account && target.closest('main a') // others may have no storage
  const list = link?.closest('[data-list]')
  if (list) sessionStorage.setItem('list', list.dataset.list)
  else if (link && !document.getElementById('conversation')) sessionStorage.removeItem('list')
})

document.addEventListener('formdata', ({ target, formData }) => {
  if (target.elements.from?.type === 'hidden') formData.set('from', sessionStorage.getItem('list') ?? '')
})

// A choice is saved when it is made, and what is typed when one goes on to something else.
document.addEventListener('change', ({ target }) => {
  if (target.matches('select[data-saves]')) target.form.requestSubmit()
})

document.addEventListener('focusout', async ({ target }) => {
  if (!target.matches('input[data-saves]') || target.value === target.defaultValue) return
  const { form, defaultValue } = target
  const body = new URLSearchParams(new FormData(form))
  target.defaultValue = target.value
  // Not as a visit: what one goes on to may be another button.
  const saved = await fetch(form.action, { method: 'POST', body, keepalive: true }).catch(() => null)
  if (!saved?.ok) return form.requestSubmit()
  if (!/^\/login\b/.test(new URL(saved.url).pathname)) return
  // js/session-ended.js asks for a login in place, and then has it saved.
  target.defaultValue = defaultValue
  form.toggleAttribute('data-in-use', true)
  document.dispatchEvent(new CustomEvent('desk:session-ended', { cancelable: true }))
})
