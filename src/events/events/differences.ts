import { type columnsOf, storedQuestion, storedType } from './event-rows.ts'
import type { EventRow } from './queries.ts'
import type { EventInput } from './schemas.ts'

// The changes of an edit, for the audit log.

/** Texts and lists are only named: people's texts are erased with them, but log entries stay. */
export function differences(
  event: EventRow,
  input: ReturnType<typeof columnsOf> & { starts_at: number; ends_at: number },
  lists: string[],
) {
  const { title, description, location, searched: _, ...values } = input
  const texts = Object.entries({ title, description, location })
  const changed = [...texts.filter(([name, text]) => event[name as 'title'] !== text).map(([name]) => name), ...lists]
  const names = (Object.keys(values) as (keyof typeof values)[]).filter((name) => values[name] !== event[name])
  return {
    before: Object.fromEntries(names.map((name) => [name, event[name]])),
    after: { ...Object.fromEntries(names.map((name) => [name, values[name]])), ...(changed.length > 0 && { changed }) },
  }
}

/** Which lists an edit has changed. */
export function listsChanged(was: EventInput, input: EventInput): string[] {
  const [before, after] = [was, input].map(({ types, questions }) => ({
    types: JSON.stringify(types.map((type) => [type.id, storedType(type)])),
    questions: JSON.stringify(questions.map((question) => [question.id, storedQuestion(question)])),
  }))
  return (['types', 'questions'] as const).filter((list) => before?.[list] !== after?.[list])
}
