import type { Program } from './program.ts'

export const password = 'correct horse battery'

/** A client of a program's API. */
export interface Client {
  url: string
  token: string
  get(path: string): Promise<Reply>
  post(path: string, body?: object): Promise<Reply>
}

export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the program says
  body: any
}

export const clientOf = (url: string, token = ''): Client => ({
  url,
  token,
  get: (path) => ask(url, token, 'GET', path),
  post: (path, body = {}) => ask(url, token, 'POST', path, body),
})

async function ask(url: string, token: string, method: string, path: string, body?: object): Promise<Reply> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : null }
}

/** A new customer of this program. */
export async function registered({ url }: Program, username = 'kim'): Promise<Client> {
  const { status, body } = await clientOf(url).post('/accounts', {
    username,
    email: `${username}@example.com`,
    password,
  })
  if (status !== 201) throw new Error(`not registered: ${status} ${JSON.stringify(body)}`)
  return clientOf(url, body.session.access_token)
}

/** Opens a ticket. @returns its id */
export async function opened(client: Client): Promise<number> {
  const { body } = await client.post('/tickets', { title: 'My lost umbrella', message: 'I left it in room 2.' })
  return body.ticket_id
}

/** Every message in a ticket as it was typed, oldest first. */
export async function messagesOf(client: Client, ticket: number): Promise<string[]> {
  const texts: string[] = []
  let before = ''
  for (;;) {
    const { body } = await client.get(`/tickets/${ticket}/messages?limit=100${before}`)
    texts.unshift(...body.messages.map((message: { body: string }) => message.body))
    if (body.messages.length < 100) return texts
    before = `&before=${body.messages[0].id}`
  }
}
