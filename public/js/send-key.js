// Ctrl+Enter (or Cmd+Enter) in a text box sends its form, once.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const { form, localName } = event.target
  if (localName !== 'textarea' || !form || form.getAttribute('aria-busy') === 'true') return
  event.preventDefault()
  form.requestSubmit(form.querySelector('button:not([type="button"])'))
})
