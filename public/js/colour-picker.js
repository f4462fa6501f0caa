// A colour is picked or typed: each of the two fields updates the other.
const textOf = (picker) => document.getElementById(picker.dataset.colourOf)

document.addEventListener('input', ({ target }) => {
  if (target.dataset.colourOf) textOf(target).value = target.value
  const picker = document.querySelector(`[data-colour-of="${target.id}"]`)
  if (target.id && picker && /^#[0-9a-f]{6}$/i.test(target.value)) picker.value = target.value.toLowerCase()
})
