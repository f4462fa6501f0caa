// Puts the fields of a draft back into its form.
document.addEventListener('desk:fill', ({ target: form, detail: fields }) => {
  for (const [name, value] of Object.entries(fields)) {
    for (const field of [form.elements[name] ?? []].flatMap((one) => (one instanceof RadioNodeList ? [...one] : one))) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.value === value
      else field.value = value
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
  form.toggleAttribute('data-in-use', true)
  if (fields.note) form.closest('details')?.setAttribute('open', '')
})
