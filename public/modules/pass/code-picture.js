import encodeQR from '../vendor/qr.js'

const namespace = 'http://www.w3.org/2000/svg'

/** Draws a code like the server: black on its own background, with the light border that the standard requires. */
export function codePicture(text) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', encoding: 'alphanumeric', version: 6, border: 4 })
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`)
  svg.setAttribute('shape-rendering', 'crispEdges')
  const runs = rows.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`))
  svg.append(path('#fff', `M0 0h${rows.length}v${rows.length}H0z`), path('#000', runs.join('')))
  return svg
}

function path(fill, d) {
  const element = document.createElementNS(namespace, 'path')
  element.setAttribute('fill', fill)
  element.setAttribute('d', d)
  return element
}

/** The runs of dark modules in a row. */
function runsOf(row) {
  const runs = []
  row.forEach((dark, x) => {
    const last = runs.at(-1)
    if (dark && last && last[0] + last[1] === x) last[1] += 1
    else if (dark) runs.push([x, 1])
  })
  return runs
}
