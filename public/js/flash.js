// Success messages disappear by themselves, unless somebody is at them, and at a click where they cover something; errors
// stay until the next page.
document.addEventListener('turbo:load', () => {
  const note = document.querySelector('.flash--success')
  if (note) setTimeout(() => !note.matches(':hover, :focus-within') && note.remove(), 7_000)
})
document.addEventListener('click', ({ target }) => {
  if (getSelection().isCollapsed) target.closest('.flash--success')?.remove()
})
