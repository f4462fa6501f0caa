import type { Context } from '#context'
import { getConversation, markRead } from '#people/conversations/conversations.ts'
import { writeTo } from '#people/conversations/messages.ts'
import { reportConversation } from '#people/conversations/reports.ts'
import type { Actor } from '#platform/identity/actor.ts'

const messages: [from: string, to: string, text: string][] = [
  [
    'lucie',
    'raj',
    'You dance on Tuesdays too, don’t you? My partner is away for three weeks. Would you pair up with me?',
  ],
  ['raj', 'lucie', 'With pleasure. I lead, badly. Does that work for you?'],
  ['lucie', 'raj', 'That makes two of us. See you on Tuesday!'],
  ['siobhan', 'lucie', 'Is the red shawl in the changing room yours? I have hung it behind the door.'],
]

const unwanted = { from: 'jayden07', to: 'grace', text: 'Cheap tickets for every show!! Only today, write back fast.' }

/** Direct messages of some people, and one reported conversation. */
export async function addMessages(outer: Context, people: Map<string, Actor>): Promise<void> {
  const { settings } = outer
  const ctx: Context = { ...outer, settings: { ...settings, current: { ...settings.current, messages: 'everyone' } } }
  const get = (name: string): Actor => {
    const actor = people.get(name)
    if (!actor) throw new Error(`nobody is called ${name}`)
    return actor
  }
  for (const [from, to, text] of messages) {
    const { conversation_id } = await writeTo(ctx, get(from), to, text)
    if (from === 'raj') await markRead(ctx, get(to), await getConversation(ctx, get(to), conversation_id))
  }
  const { conversation_id } = await writeTo(ctx, get(unwanted.from), unwanted.to, unwanted.text)
  await reportConversation(
    ctx,
    get(unwanted.to),
    conversation_id,
    'I have never met this person, and this looks like a swindle.',
  )
}
