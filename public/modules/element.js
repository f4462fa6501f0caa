/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children.filter((child) => child !== null))
  return element
}

const namespace = 'http://www.w3.org/2000/svg'

/** One of the icons that every page contains. */
export function icon(name) {
  const svg = document.createElementNS(namespace, 'svg')
  const use = document.createElementNS(namespace, 'use')
  const sheet = document.querySelector('.icon > use').getAttribute('href').split('#')[0]
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  use.setAttribute('href', `${sheet}#${name}`)
  svg.append(use)
  return svg
}
