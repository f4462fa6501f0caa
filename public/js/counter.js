// Near a field's maximum length a counter shows how many characters are left. A text that is too long stays in the
// field and is not sent; without this script the server says the same.
const characters = ({ localName, value }) => [...(localName === 'textarea' ? value : value.trim()).normalize('NFC')]
const inWords = (count) => `${count} ${count === 1 ? 'character' : 'characters'}`

function counterOf(field) {
  const next = field.nextElementSibling
  if (next?.matches('.counter')) return next
  const counter = document.createElement('p')
  counter.className = 'counter'
  counter.setAttribute('role', 'status')
  counter.dataset.local = ''
  field.after(counter)
  return counter
}

function count(field) {
  const most = Number(field.dataset.most)
  const left = most - characters(field).length
  field.setCustomValidity(left < 0 ? `This is ${inWords(-left)} too long: ${inWords(most)} fit.` : '')
  const near = left <= Math.max(most / 10, 5) && left < most
  if (!near && !field.nextElementSibling?.matches('.counter')) return
  const counter = counterOf(field)
  counter.classList.toggle('counter--over', left < 0)
  counter.textContent = !near ? '' : left < 0 ? `${inWords(-left)} too many` : `${inWords(left)} left`
}

document.addEventListener('input', ({ target }) => {
  if (target.dataset.most) count(target)
})

document.addEventListener('change', ({ target }) => {
  if (target.dataset.most) count(target)
})

document.addEventListener('turbo:load', () => {
  for (const field of document.querySelectorAll('[data-most]')) if (field.value) count(field)
})
