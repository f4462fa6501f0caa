import { z } from 'zod'
import { accountJson } from '#people/accounts/json.ts'

const time = z.iso.datetime()
const address = z.string().nullable()

export const personalDataJson = z
  .object({
    exported_at: time,
    account: accountJson,
    two_factor: z.object({ since: time.nullable(), recovery_codes_left: z.int() }),
    passkeys: z.array(z.object({ name: z.string(), created_at: time, last_used_at: time.nullable() })),
    known_addresses: z.array(z.object({ address: z.string(), last_seen_at: time })),
    sessions: z.array(z.object({ created_at: time, last_seen_at: time, address, user_agent: z.string().nullable() })),
    failed_logins: z.array(z.object({ at: time, address, reason: z.string() })),
    notification_choices: z
      .record(z.string(), z.boolean())
      .meta({ description: 'For each kind whether it comes by mail.' }),
    saved_views: z.array(z.object({ name: z.string(), address: z.string() })),
    audit_entries: z.array(
      z.object({
        at: time,
        action: z.string(),
        entity: z.string(),
        entity_id: z.int().nullable(),
        by_oneself: z.boolean(),
        address: address.meta({ description: 'Null for what others did.' }),
      }),
    ),
    tickets: z.array(z.object({ id: z.int(), title: z.string(), opened_at: time, closed_at: time.nullable() })),
    messages: z.array(z.object({ id: z.int(), ticket_id: z.int(), body: z.string(), sent_at: time })),
    edits: z
      .array(z.object({ ticket_id: z.int(), message_id: z.int().nullable(), before: z.string(), edited_at: time }))
      .meta({ description: 'What a title (no message) or a message said before.' }),
    notifications: z.array(
      z.object({
        kind: z.string(),
        ticket_id: z.int(),
        message_id: z.int().nullable(),
        created_at: time,
        read_at: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'PersonalData' })
