// The passes of a booking are side by side on a phone: selected by swiping, arrow keys, or the numbers above them.

/**
 * Calls `changed(article)` with the pass in view, now and whenever it changes.
 *
 * @returns a function that scrolls to another pass at once
 */
export function watchPlaces(list, changed, signal) {
  // The server lists used passes last.
  const places = () => [...list.children]
  let current = null
  const links = [...document.querySelectorAll('.passes__link')]
  const mark = () => {
    for (const link of links) {
      if (link.hash === `#${current?.id}`) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  const choose = (place) => {
    if (!place || place === current) return
    current = place
    mark()
    changed(place)
  }
  const go = (place, still = matchMedia('(prefers-reduced-motion: reduce)').matches) => {
    if (!place) return
    list.scrollTo({ left: place.offsetLeft, behavior: still ? 'instant' : 'smooth' })
    choose(place)
  }

  const distance = (place) => Math.abs(place.offsetLeft - list.scrollLeft)
  const nearest = () => places().toSorted((a, b) => distance(a) - distance(b))[0]
  const observer = new IntersectionObserver(() => choose(nearest()), { root: list, threshold: 0.6 })
  for (const place of places()) observer.observe(place)
  signal.addEventListener('abort', () => observer.disconnect())
  document.addEventListener('desk:refreshed', mark, { signal }) // the server does not know which one is looked at
  addEventListener(
    'keydown',
    (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step || event.target.matches('input, textarea, select')) return
      go(places()[places().indexOf(current) + step])
    },
    { signal },
  )
  for (const link of links)
    link.addEventListener(
      'click',
      (event) => {
        event.preventDefault()
        go(places().find(({ id }) => link.hash === `#${id}`))
      },
      { signal },
    )
  const wanted = places().find(({ id }) => location.hash === `#${id}`)
  if (wanted) go(wanted)
  else choose(places()[0])
  return (place) => go(place, true)
}
