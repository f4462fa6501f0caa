import type { Features } from '#context'
import { features } from '../../src/features.ts'
import { join, type Member } from '../support/people.ts'
import { type AppOptions, startApp } from '../support/world.ts'

export { sendForm } from '../tickets/desk.ts'

/** Two customers, a third and an assistant, where everyone may write to everyone. */
export async function startTalk(options: AppOptions = {}) {
  const world = await startApp({ ...options, env: { MESSAGES: 'everyone', ...options.env } })
  const [kim, lea, max, anna] = [
    await join(world, 'kim'),
    await join(world, 'lea'),
    await join(world, 'max'),
    await join(world, 'anna', 'assistant'),
  ]
  return { world, kim, lea, max, anna }
}

/** Only the named people may begin a conversation, as by a feature's rule. */
export const whereMayWrite = (pairs: [from: string, to: string][]): Features => ({
  ...features,
  mayWriteTo: [async (_ctx, from, to) => pairs.some((pair) => pair[0] === from.username && pair[1] === to.username)],
})

/** @returns the conversation's id */
export async function write(from: Member, to: Member | string, message = 'Shall we dance?'): Promise<number> {
  const username = typeof to === 'string' ? to : to.username
  const { body } = await from.api.post('/conversations', { username, message }).expect(201)
  return body.conversation_id
}

export const messagesOf = async (member: Member, id: number) =>
  (await member.api.get(`/conversations/${id}/messages`).expect(200)).body.messages as {
    id: number
    body: string
    read: boolean
    author: { username: string }
  }[]
