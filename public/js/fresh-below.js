// Says that somebody has written below what is read, and leads there.
const sign = document.createElement('button')
Object.assign(sign, { type: 'button', className: 'button fresh-below', textContent: 'New messages below' })
sign.dataset.local = sign.dataset.turboTemporary = ''
let first = null
let watch = null

function forget() {
  watch?.disconnect()
  watch = null
  first = null
  sign.remove()
}

sign.addEventListener('click', () => first?.scrollIntoView({ block: 'center' }))

document.addEventListener('desk:refreshed', ({ detail: { fresh, below } }) => {
  const reply = document.querySelector('.reply')
  const message = fresh.find((one) => one.matches('.message'))
  if (!below || !message || !reply || first?.isConnected) return
  forget()
  first = message
  const seen = ([{ isIntersecting, boundingClientRect }]) =>
    isIntersecting || boundingClientRect.top < 0 ? forget() : reply.prepend(sign)
  watch = new IntersectionObserver(seen, { rootMargin: `0px 0px -${reply.offsetHeight}px` })
  watch.observe(first)
})

document.addEventListener('turbo:load', forget)
