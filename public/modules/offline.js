// Lists the pages stored on this device, and opens the requested page as soon as there is a network.
import { listKeptPages } from './kept-pages.js'

export async function start(main, signal) {
  addEventListener('online', () => location.reload(), { signal })
  const pages = await listKeptPages()
  const section = main.querySelector('#kept-pages')
  if (signal.aborted || pages.length === 0) return
  const items = pages.map(({ path, title }) => {
    const link = Object.assign(document.createElement('a'), { href: path, textContent: title, dir: 'auto' })
    const item = document.createElement('li')
    item.append(link)
    return item
  })
  section.querySelector('ul').replaceChildren(...items)
  section.hidden = false
}
