// Which list a ticket was opened from, in this tab: what is done with the ticket then leads to the list's next one.
document.addEventListener('click', ({ target }) => {
  const list = target.closest('.ticket__link')?.closest('[data-list]')
  if (list) sessionStorage.setItem('list', list.dataset.list)
})

document.addEventListener('formdata', ({ target, formData }) => {
  if (target.elements.from?.type === 'hidden') formData.set('from', sessionStorage.getItem('list') ?? '')
})

// A choice is saved when it is made.
document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-saves]')) target.form.requestSubmit()
})
