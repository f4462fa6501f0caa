// If the session ends while somebody is typing, a login is shown in place, and the text stays.
const typing = () =>
  document.querySelector('form[data-in-use]') ||
  [...document.querySelectorAll('form[data-draft] textarea')].some(({ value }) => value.trim())

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

const field = (label, properties) =>
  make(
    'label',
    { className: 'session-ended__field' },
    label,
    make('input', { className: 'input', required: true, ...properties }),
  )

let typedIn = null // what had the focus when the session ended

function show() {
  if (document.querySelector('.session-ended')) return
  typedIn = document.activeElement
  const login = { name: 'login', autocomplete: 'username', autocapitalize: 'none', spellcheck: false }
  const password = { name: 'password', type: 'password', autocomplete: 'current-password' }
  const status = make('p', { className: 'session-ended__status', role: 'status' })
  const elsewhere = `/login?next=${encodeURIComponent(location.pathname + location.search)}`
  const form = make(
    'form',
    { className: 'session-ended__form', method: 'post', action: '/login' },
    field('Username or email', login),
    field('Password', password),
    make('button', { className: 'button' }, 'Log in here'),
    make('a', { className: 'tap', href: elsewhere }, 'Log in another way'),
  )
  form.dataset.turbo = 'false'
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    logIn(form, status)
  })
  const text = make('p', {}, make('strong', {}, 'You are logged out.'), ' What you typed is still here.')
  const notice = make(
    'section',
    { className: 'card card--padded session-ended', ariaLabel: 'You are logged out' },
    text,
    form,
    status,
  )
  notice.dataset.local = notice.dataset.turboTemporary = ''
  notice.setAttribute('role', 'alert')
  document.getElementById('main').prepend(notice)
}

async function logIn(form, status) {
  const body = new URLSearchParams([...new FormData(form), ['next', location.pathname + location.search]])
  status.textContent = 'Logging in…'
  const response = await fetch('/login', { method: 'POST', body, headers: { accept: 'text/html' } }).catch(() => null)
  if (!response) {
    status.textContent = 'No connection to the desk. Try again.'
    return
  }
  const path = new URL(response.url).pathname
  if (path.startsWith('/login/')) return location.assign(response.url) // the second step; what is typed comes back
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const account = page.body.dataset.account
  if (!account) {
    const reason = page.querySelector('.field__error') ?? page.querySelector('.error-summary li')
    status.textContent = reason?.textContent.trim() ?? 'That did not work. Try again.'
  } else if (account !== document.body.dataset.account) {
    status.textContent = 'Another account is logged in now. What you typed stays here for whoever wrote it.'
  } else {
    document.querySelector('.session-ended')?.remove()
    typedIn?.focus({ preventScroll: true })
    for (const box of document.querySelectorAll('form[data-draft] textarea'))
      if (box.value.trim()) box.dispatchEvent(new Event('input', { bubbles: true }))
    for (const field of document.querySelectorAll('input[data-saves]'))
      field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    document.dispatchEvent(new CustomEvent('desk:refreshed', { detail: { fresh: [] } }))
  }
}

document.addEventListener('desk:session-ended', (event) => {
  if (!typing()) return
  event.preventDefault()
  show()
})
