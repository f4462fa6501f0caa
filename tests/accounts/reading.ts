import type { Schema } from '#platform/db/schema.ts'
import type { World } from '../support/world.ts'

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#34;': '"',
  '&quot;': '"',
  '&#39;': "'",
}

export const unescaped = (html: string) => html.replace(/&#?\w+;/g, (entity) => entities[entity] ?? entity)

/** The text of a page, in one line. */
export const textOf = (html: string) =>
  unescaped(html.replace(/<head>.*?<\/head>/s, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

/** The fields that a refused form marks, in order. */
export const markedFields = (html: string) =>
  [...html.matchAll(/<(?:input|textarea)[^>]* name="(\w+)"[^>]* aria-invalid="true"/g)].map(([, name]) => name)

/** The idempotency key in the form with this action. */
export const formKey = (html: string, action: string) =>
  new RegExp(`action="${action}".*?name="idempotency_key" value="([^"]+)"`, 's').exec(html)?.[1] ?? ''

/** The only parts of the same page or problem that differ between requests. */
export const withoutIds = (text: string) =>
  text.replace(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, 'ID')

/** The audit entries about something, oldest first. */
export const auditOf = (world: World, entity: string, id: number | null) =>
  world.ctx.db
    .selectFrom('audit_entries')
    .select(['action', 'actor_id', 'before', 'after'])
    .where('entity', '=', entity)
    .where('entity_id', id === null ? 'is' : '=', id)
    .orderBy('id')
    .execute()

/** The failed logins with this name, as admins see them, oldest first. */
export const failedLoginsOf = (world: World, name: string) =>
  world.ctx.db
    .selectFrom('failed_logins')
    .selectAll()
    .where('name_key', '=', name.toLowerCase())
    .orderBy('id')
    .execute()

/** The number of refused attempts of this kind. */
export async function attemptsCounted(world: World, kind: string): Promise<number> {
  const rows = await world.ctx.db.selectFrom('refused_attempts').select('count').where('kind', '=', kind).execute()
  return rows.reduce((sum, { count }) => sum + count, 0)
}

export async function countOf(world: World, table: keyof Schema): Promise<number> {
  const row = await world.ctx.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
