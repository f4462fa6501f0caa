// Completion for the typed commands: `!` at the start of an answer opens the list, arrows choose, Enter or Tab takes.
const list = () => document.getElementById('commands')
const box = () => document.querySelector('[aria-controls="commands"]')
const options = () => [...list().children].filter((option) => !option.hidden)
const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true')

function choose(option) {
  for (const other of list().children) other.setAttribute('aria-selected', String(other === option))
  box().setAttribute('aria-activedescendant', option.id)
}

function close() {
  list().hidden = true
  box().removeAttribute('aria-activedescendant')
}

function suggest() {
  const typed = box().value.toLowerCase()
  for (const option of list().children)
    option.hidden = !option.dataset.value.startsWith(typed) || option.dataset.value === typed
  if (!typed.startsWith('!') || options().length === 0) return close()
  list().hidden = false
  choose(options()[0])
}

function take(option) {
  box().value = option.dataset.value
  close()
  box().focus()
  box().dispatchEvent(new Event('input', { bubbles: true }))
}

const moves = { ArrowDown: 1, ArrowUp: -1 }

document.addEventListener('input', ({ target }) => {
  if (target === box() && list()) suggest()
})

document.addEventListener('keydown', (event) => {
  if (event.target !== box() || !list() || list().hidden || event.ctrlKey || event.metaKey) return
  const open = options()
  if (event.key in moves) choose(open.at((open.indexOf(chosen()) + moves[event.key]) % open.length))
  else if (event.key === 'Enter' || event.key === 'Tab') take(chosen())
  else if (event.key === 'Escape') close()
  else return
  event.preventDefault()
})

document.addEventListener('pointerdown', (event) => {
  const option = event.target.closest?.('#commands [role="option"]')
  if (!option) return
  event.preventDefault() // the focus stays in the box
  take(option)
})

document.addEventListener('focusout', ({ target }) => {
  if (target === box() && list()) close()
})
