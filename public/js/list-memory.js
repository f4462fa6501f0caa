// Remembers in this tab which list a ticket was opened from: actions then lead to the list's next ticket, and "back" to
// the list. A ticket opened from elsewhere, such as a notification, belongs to no list.
document.addEventListener('click', ({ target }) => {
  const link = document.body.dataset.account && target.closest('main a') // others may have no storage
  const list = link?.closest('[data-list]')
  if (list) sessionStorage.setItem('list', list.dataset.list)
  else if (link && !document.getElementById('conversation')) sessionStorage.removeItem('list')
})

document.addEventListener('formdata', ({ target, formData }) => {
  if (target.elements.from?.type !== 'hidden') return
  const list = sessionStorage.getItem('list') ?? ''
  // An answer ends an escalation, but the list goes on among the escalated tickets. The form says it as it was drawn:
  // sent once more, after its answer was lost, it has to be the same.
  const { was } = target.elements.from.dataset
  formData.set('from', list && was ? `${list}&was=${was}` : list)
})

// Selections are saved at once, typed values when the field loses focus.
document.addEventListener('change', ({ target }) => {
  if (target.matches('select[data-saves]')) target.form.requestSubmit()
})

document.addEventListener('focusout', async ({ target }) => {
  if (!target.matches('input[data-saves]') || target.value === target.defaultValue) return
  const { form, defaultValue } = target
  const body = new URLSearchParams(new FormData(form))
  target.defaultValue = target.value
  // Not a Turbo visit, which would cancel a click on another button.
  const saved = await fetch(form.action, { method: 'POST', body, keepalive: true }).catch(() => null)
  if (!saved?.ok) return form.requestSubmit()
  if (!/^\/login\b/.test(new URL(saved.url).pathname)) return
  // js/session-ended.js shows a login in place, after which it is saved.
  target.defaultValue = defaultValue
  form.toggleAttribute('data-in-use', true)
  document.dispatchEvent(new CustomEvent('desk:session-ended', { cancelable: true }))
})
