// Success messages disappear by themselves; errors stay until the next page.
document.addEventListener('turbo:load', () => {
  const note = document.querySelector('.flash--success')
  if (note) setTimeout(() => note.remove(), 7_000)
})
