import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DemoStep {
  /** Hours since the step before; 0 for the opening message. */
  after_hours: number
  by: string
  do: 'message' | 'claim' | 'release' | 'close' | 'reopen'
  /** Only for a message. */
  text?: string
}

export interface DemoThread {
  title: string
  customer: string
  opened_hours_ago: number
  steps: DemoStep[]
}

const subjects = [
  ...['classes', 'classes-adults', 'payments', 'payments-more', 'lost-property', 'costumes', 'show', 'tour'],
  ...['events', 'sponsors', 'accounts', 'accessibility', 'feedback', 'teens', 'exams', 'new'],
]
const actions = { claims: 'claim', releases: 'release', closes: 'close', reopens: 'reopen' } as const

const thread = /^(?<title>.+)\n\nOpened (?<hours>[\d.]+) h ago\n\n## (?<steps>.+)$/s
const step =
  /^(?<by>\w+)(?: (?<action>claims|releases|closes|reopens))?(?: after (?<hours>[\d.]+) h)?(?:\n\n(?<text>.+))?$/s

function readStep(written: string): DemoStep {
  const { by, action, hours = '0', text } = step.exec(written.trim())?.groups ?? {}
  if (!by || (action === undefined) === (text === undefined)) throw new Error(`not a step of a thread: ${written}`)
  const what = action ? actions[action as keyof typeof actions] : 'message'
  return { after_hours: Number(hours), by, do: what, ...(text && { text }) }
}

function readThread(written: string): DemoThread {
  const { title, hours, steps } = thread.exec(written.trim())?.groups ?? {}
  const [first, ...others] = steps?.split(/^## /m).map(readStep) ?? []
  if (!title || !first?.text) throw new Error(`not a thread that opens with a message: ${written}`)
  return { title, customer: first.by, opened_hours_ago: Number(hours), steps: [first, ...others] }
}

/** The conversations in `threads/*.md`: a heading for each ticket, and one for each step with its author. */
export const threads: DemoThread[] = subjects.flatMap((subject) => {
  const text = readFileSync(join(import.meta.dirname, 'threads', `${subject}.md`), 'utf8')
  return text.split(/^# /m).slice(1).map(readThread)
})
