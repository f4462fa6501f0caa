import { password } from './client.ts'
import { type Program, says } from './program.ts'

/** The printed link to create the first admin, with the program's real host and port. */
export async function setupLink(program: Program): Promise<string> {
  await says(program, /\/setup\?code=\S+\s/)
  const path = /\/setup\?code=\S+/.exec(program.out())?.[0]
  return program.url + path
}

/** Sends the form behind the link, as a browser does. */
export function setUp(program: Program, link: string, username: string): Promise<Response> {
  const code = new URL(link).searchParams.get('code') ?? ''
  const email = `${username}@example.com`
  return fetch(`${program.url}/setup`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ code, username, email, password, password_confirmation: password }),
    redirect: 'manual',
  })
}
