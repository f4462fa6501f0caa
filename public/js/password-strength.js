// Only a hint: length counts most, variety a little, common words and repetitions nothing.
const words = ['Too short', 'Weak', 'Fair', 'Good', 'Strong']
const wellKnown = /^(pass(word)?|qwert[yz]?|letmein|welcome|admin|abc123|iloveyou|dance|\d+)/i

function strength(password) {
  if ([...password].length < 8) return 0
  const rest = password.replace(wellKnown, '').replace(/(.)\1+/gu, '$1')
  const variety = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length
  const points = [...rest].length + 2 * (variety - 1)
  return points < 9 ? 1 : points < 13 ? 2 : points < 18 ? 3 : 4
}

document.addEventListener('input', ({ target }) => {
  const place = target.dataset.strength && document.getElementById(target.dataset.strength)
  if (!place) return
  const score = strength(target.value)
  const meter = Object.assign(document.createElement('meter'), { max: 4, low: 2, high: 3, optimum: 4, value: score })
  meter.setAttribute('aria-hidden', 'true')
  place.replaceChildren(...(target.value ? [meter, words[score]] : []))
})
