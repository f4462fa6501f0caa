// What is opened in a tab behind this one, as by a middle click, stays unread until somebody looks at that tab: until then
// its address says so.
const mark = 'behind'
const marked = /^\/(accounts|conversations|events|message-reports|tickets)\/\d+$/ // reading these marks something as read

function openBehind({ target, button, ctrlKey, metaKey }) {
  const link = button === 1 || ctrlKey || metaKey ? target.closest?.('main a') : null
  if (!link || link.origin !== location.origin || !marked.test(link.pathname)) return
  const address = link.getAttribute('href')
  const url = new URL(link.href)
  url.searchParams.set(mark, 'yes')
  link.href = url
  setTimeout(() => link.setAttribute('href', address)) // the browser has followed it by then
}

function seen() {
  const url = new URL(location.href)
  if (document.hidden || !url.searchParams.has(mark)) return
  url.searchParams.delete(mark)
  window.Turbo.navigator.history.replace(url)
  document.dispatchEvent(new CustomEvent('desk:outdated'))
}

document.addEventListener('click', openBehind)
document.addEventListener('auxclick', openBehind)
document.addEventListener('turbo:load', seen)
document.addEventListener('visibilitychange', seen)
