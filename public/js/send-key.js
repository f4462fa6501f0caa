// Ctrl+Enter (or Cmd+Enter) in a text box submits its form, once; with Shift it also closes the ticket and opens the
// next.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const { form, localName } = event.target
  if (localName !== 'textarea' || !form || form.getAttribute('aria-busy') === 'true') return
  event.preventDefault()
  const closing = event.shiftKey ? form.querySelector('[name="next_step"][value="close"]') : null
  form.requestSubmit(closing?.checkVisibility() ? closing : form.querySelector('button:not([type="button"])'))
})
