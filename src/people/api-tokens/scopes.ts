import { type TokenScope, tokenScopes } from '#platform/identity/actor.ts'

/** In a fixed order and without duplicates. */
const inOrder = (scopes: readonly string[]): TokenScope[] => tokenScopes.filter((scope) => scopes.includes(scope))

export const scopesOf = (stored: string) => inOrder(stored.split(' '))
export const scopesText = (scopes: readonly TokenScope[]) => inOrder(scopes).join(' ')

/** What each scope allows, in words. */
export const scopeTexts: Record<TokenScope, { label: string; hint: string }> = {
  read: { label: 'Read', hint: 'What you can see: tickets, conversations, events, notifications.' },
  tickets: { label: 'Tickets', hint: 'Open, answer and change tickets, and whatever else you can do with them.' },
  door: { label: 'Door', hint: 'Admit people at events that you may admit to, as scanners do.' },
  admin: { label: 'Admin', hint: 'Look after accounts, jobs and the logo. Passwords and logins stay with you.' },
}
