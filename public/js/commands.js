// Completion while typing: `!` at the start of the last line lists commands, `@` anywhere colleagues, a letter in the field
// of tags those in use. Arrow keys select, Enter or Tab inserts.
const most = 6
let box = null
let list = null

const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
const options = () => [...list.children].filter((option) => !option.hidden)
const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true')

/** For each list the typed prefix and its position; undefined if the text at the cursor is no such prefix. */
const typed = {
  commands: ({ value, selectionStart: caret }) => {
    const start = value.lastIndexOf('\n') + 1
    const text = fold(value.slice(start))
    return text.startsWith('!') && caret >= start && { text, start, end: value.length }
  },
  colleagues: ({ value, selectionStart: caret, selectionEnd }) => {
    const [text] = /(?<![\p{L}\p{N}_@])@[\p{L}\p{M}\p{N}]*$/u.exec(value.slice(0, caret)) ?? []
    const [rest] = /^[\p{L}\p{M}\p{N}]*/u.exec(value.slice(caret))
    return text && caret === selectionEnd && { text: fold(text), start: caret - text.length, end: caret + rest.length }
  },
  'tag-names': ({ value, selectionStart: caret, selectionEnd }) => {
    const [text] = /[^,，、،\s][^,，、،]*$/.exec(value.slice(0, caret)) ?? []
    const [rest] = /^[^,，、،]*/.exec(value.slice(caret))
    return text && caret === selectionEnd && { text: fold(text), start: caret - text.length, end: caret + rest.length }
  },
}

/** Fetches suggestions from the server. */
async function ask(target) {
  const next = document.getElementById(target.getAttribute('aria-controls'))
  const part = next?.dataset.from && typed[next.id](target)
  if (!part) return
  const asked = target.value.slice(part.start, target.selectionStart)
  const answer = await fetch(`${next.dataset.from}?q=${encodeURIComponent(asked)}`).catch(() => null)
  if (!answer?.ok || answer.redirected) return
  const { tags } = await answer.json()
  if (document.activeElement !== target || typed[next.id](target)?.text !== part.text) return
  next.replaceChildren(
    ...tags.map((tag, n) => {
      const option = Object.assign(document.createElement('li'), { id: `tag-name-${n}`, textContent: tag, dir: 'auto' })
      option.setAttribute('role', 'option')
      option.dataset.value = tag
      return option
    }),
  )
  if (list === next) close()
  suggest(target)
}

const begins = (option, text) =>
  [option.dataset.value, ...(option.dataset.name ?? '').split(/\s+/).map((name) => `@${name}`)].some((name) =>
    fold(name).startsWith(text),
  )

/** No suggestion once the name is complete: Enter must then start a new line. */
function fitting({ children }, { text }) {
  if ([...children].some((option) => fold(option.dataset.value) === text)) return []
  return [...children].filter((option) => begins(option, text)).slice(0, most)
}

function choose(option) {
  for (const other of list.children) other.setAttribute('aria-selected', String(other === option))
  box.setAttribute('aria-activedescendant', option.id)
}

function close() {
  if (!list) return
  list.hidden = true
  box.removeAttribute('aria-activedescendant')
  box = list = null
}

function open(target, next, found) {
  if (next !== list) close()
  const before = list && chosen()
  box = target
  list = next
  if (list.previousElementSibling !== box) box.after(list)
  for (const option of list.children) option.hidden = !found.includes(option)
  list.hidden = false
  choose(found.includes(before) ? before : found[0])
}

function suggest(target) {
  for (const name of target.getAttribute('aria-controls').split(' ')) {
    const next = document.getElementById(name)
    const part = next && typed[name]?.(target)
    const found = part ? fitting(next, part) : []
    if (found.length > 0) return open(target, next, found)
  }
  close()
}

function take(option) {
  const [target, { start, end }] = [box, typed[list.id](box)]
  const space = list.id === 'colleagues' && !/^[\s\p{P}]/u.test(target.value.slice(end)) ? ' ' : ''
  target.setRangeText(option.dataset.value + space, start, end, 'end')
  close()
  target.focus()
  target.dispatchEvent(new Event('input', { bubbles: true }))
}

const completes = (element) => element?.matches?.('textarea[aria-controls], input[data-saves][aria-controls]')
const moves = { ArrowDown: 1, ArrowUp: -1 }

document.addEventListener('input', ({ target }) => {
  if (!completes(target)) return
  suggest(target)
  ask(target)
})

document.addEventListener('selectionchange', () => {
  if (box && document.activeElement === box) suggest(box)
})

document.addEventListener('keydown', (event) => {
  const { target, key, ctrlKey, metaKey, shiftKey, isComposing } = event
  if (!list || target !== box || ctrlKey || metaKey || shiftKey || isComposing) return
  const found = options()
  if (key in moves) choose(found.at((found.indexOf(chosen()) + moves[key]) % found.length))
  else if (key === 'Enter' || key === 'Tab') take(chosen())
  else if (key === 'Escape') close()
  else return
  event.preventDefault()
})

document.addEventListener('pointerdown', (event) => {
  const option = event.target.closest?.('.commands [role="option"]')
  if (!option || !list?.contains(option)) return
  event.preventDefault() // the focus stays in the box
  take(option)
})

document.addEventListener('focusout', ({ target }) => {
  if (target === box) close()
})
