import type { Hostile } from './hostile.ts'
import type { Headers, Shot } from './targets.ts'

export interface Attack {
  name: string
  shots: Shot[]
}

interface Who {
  customer: Headers
  customerApi: Headers
  assistant: Headers
  boss: Headers
}

const get = (headers: Headers, ...paths: string[]): Shot[] => paths.map((path) => ({ method: 'GET', path, headers }))
const searches = (headers: Headers, ...words: string[]) =>
  get(headers, ...words.map((q) => `/tickets?q=${encodeURIComponent(q)}`))

/** Expensive requests of one person, each sent continuously. */
export const attacksOn = ({ edited, long }: Hostile, { customer, customerApi, assistant, boss }: Who): Attack[] => [
  { name: 'own long texts searched', shots: searches(customer, 'needle', 'a ') },
  { name: 'common words searched', shots: searches(assistant, 'i need a refund', 'a the i', 'the ', 'class', 'a') },
  { name: 'ticket with costly texts', shots: get(customer, `/tickets/${edited}`) },
  { name: 'its earlier versions', shots: get(customer, `/tickets/${edited}/edits`) },
  { name: 'lists with filters', shots: get(assistant, ...lists) },
  { name: 'anonymous reference', shots: get({}, '/api/v1/openapi.json', '/api/docs') },
  { name: 'own data', shots: [...get(customer, '/profile/data'), ...get(assistant, '/profile/data')] },
  {
    name: 'account pages',
    shots: get(boss, '/admin/accounts/2', '/admin/accounts/2/deletion', '/admin/accounts?q=a'),
  },
  { name: 'figures', shots: get(boss, '/admin/reports', '/admin/reports/days.csv') },
  { name: 'audit log as a file', shots: get(boss, '/admin/audit.csv', '/admin/audit?action=absent') },
  { name: 'logo that multiplies itself', shots: [logo(boss)] },
  { name: 'long ticket renamed', shots: [rename(customerApi, long, 1), rename(customerApi, long, 2)] },
]

const lists = [
  '/tickets?status=any&unread=yes&waiting_on=staff&sort=oldest',
  '/tickets?status=closed&unread=yes&waiting_on=customer',
  '/tickets?status=any&tag=ballet&priority=urgent&sort=updated',
  '/tickets?status=any&tag=ballet&from=2026-01-01&assistant=2&sort=oldest',
]

const rename = (headers: Headers, id: number, n: number): Shot => ({
  method: 'PATCH',
  path: `/api/v1/tickets/${id}`,
  headers,
  body: JSON.stringify({ title: `A needle in haystack ${n}`, message: 'A short message, one of very many.' }),
})

function logo(headers: Headers): Shot {
  const groups = Array.from({ length: 12 }, (_, n) => `<g id="a${n + 1}">${`<use href="#a${n}"/>`.repeat(10)}</g>`)
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a0" d="M0 0h9v9z"/>${groups.join('')}</svg>`
  const body = [
    '--edge',
    'content-disposition: form-data; name="logo"; filename="logo.svg"',
    'content-type: image/svg+xml',
    '',
    text,
    '--edge--',
    '',
  ].join('\r\n')
  const type = { 'content-type': 'multipart/form-data; boundary=edge' }
  return { method: 'POST', path: '/admin/settings/logo', headers: { ...headers, ...type }, body }
}
