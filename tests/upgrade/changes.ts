import type { Content, Row } from './fixture.ts'

/** How the migrations since 20261126-1071 change existing rows. */
export function migrated(before: Content): Content {
  const { edits, read_marks, kept_answers, caught_mails, ...same } = before
  return {
    ...same,
    accounts: renamed(before.accounts, { erased_at: 'deleted_at' }),
    sessions: renamed(before.sessions, { awaits_second_step: 'second_factor_required' }),
    messages: renamed(before.messages, { event: 'action', about_id: 'subject_id' }),
    notifications: renamed(before.notifications, { ticket_id: 'subject_id' }),
    ...sorted(before),
    search_parts: (before.search_parts ?? []).map(({ messages: _, ...part }) => part),
    jobs: (before.jobs ?? []).map((job) =>
      job.kind === 'erase_personal_rows' ? { ...job, kind: 'delete_personal_rows' } : job,
    ),
    message_revisions: edits ?? [],
    ticket_reads: read_marks ?? [],
    idempotency_keys: kept_answers ?? [],
    captured_mails: renamed(caught_mails, { caught_at: 'captured_at' }),
  }
}

/** Files and facts are no longer among the settings. */
function sorted({ settings = [], installation = [] }: Content): Content {
  const row = (wanted: string) => settings.filter(({ name }) => name === wanted)
  return {
    settings: settings.filter(({ name }) => name !== 'site_logo_file' && name !== 'first_steps_hidden'),
    site_files: row('site_logo_file').map(({ value, changed_at }) => ({
      name: 'logo',
      ...JSON.parse(String(value)),
      changed_at,
    })),
    installation: [
      ...installation,
      ...row('first_steps_hidden').map(({ name, value, changed_at }) => ({ name, value, recorded_at: changed_at })),
    ],
  }
}

const renamed = (rows: Row[] = [], names: Record<string, string>): Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [names[name] ?? name, value])))
