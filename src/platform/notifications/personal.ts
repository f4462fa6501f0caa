import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getChoices } from './choices.ts'
import { mailChoiceJson } from './json.ts'
import { allNotificationsFor } from './personal-queries.ts'

/** A person's notifications for the export of their data, without what others wrote or did. */
async function* notificationsFor(ctx: Context, actor: Actor) {
  for await (const rows of allNotificationsFor(ctx, actor))
    yield rows.map(({ kind, subject_type, subject_id, message_id, created_at, read_at }) => ({
      kind,
      subject: { type: subject_type, id: subject_id },
      message_id,
      created_at: isoTime(created_at),
      read_at: timeOrNull(read_at),
    }))
}

export const personalNotifications: PersonalData = {
  members: {
    notification_choices: z
      .record(z.string(), mailChoiceJson)
      .meta({ description: 'For each kind whether it comes by mail.' }),
    notifications: z.array(
      z.object({
        kind: z.string(),
        subject: z.object({ type: z.string(), id: z.int() }),
        message_id: z.int().nullable(),
        created_at: z.iso.datetime(),
        read_at: z.iso.datetime().nullable(),
      }),
    ),
  },
  read: async (ctx, actor) => ({
    notification_choices: await getChoices(ctx, actor),
    notifications: notificationsFor(ctx, actor),
  }),
  deleted: { notifications: 'id', notification_choices: 'kind', sent_mails: 'message_id' },
}
