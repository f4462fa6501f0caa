import { z } from 'zod'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { accountJson, showAccount } from '#people/accounts/json.ts'
import { deviceOf } from '#people/sessions/devices.ts'
import { sessionHandle } from '#people/sessions/own-sessions.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { AccountDetails } from './account-details.ts'
import { accountStates, stateOf } from './account-state.ts'
import type { listFailedLogins } from './failed-login-queries.ts'
import type { readRefusedAttempts } from './refused-attempts.ts'
import { failureReason } from './schemas.ts'

const time = z.iso.datetime()

export const managedAccountJson = accountJson.extend({ state: z.enum(accountStates) }).meta({ id: 'ManagedAccount' })
export const accountListJson = z.object({
  accounts: z.array(managedAccountJson),
  next_cursor: z.string().nullable(),
})

export const showManaged = (account: Account): z.input<typeof managedAccountJson> => ({
  ...showAccount(account),
  state: stateOf(account),
})

const counts = {
  open_tickets: z.int(),
  closed_tickets: z.int(),
  claimed_tickets: z.int(),
  messages: z.int(),
}

export const countsJson = z.object(counts).meta({ description: 'What belongs to the account.' })

export const accountDetailsJson = z.object({
  account: managedAccountJson,
  two_factor: z.boolean(),
  api_tokens: z.int().meta({ description: 'Valid personal API tokens.' }),
  counts: countsJson,
  tickets: z.array(z.object({ id: z.int(), title: z.string(), opened_at: time, closed_at: time.nullable() })),
  sessions: z.array(
    z.object({
      handle: z.string(),
      device: z.string(),
      address: z.string().nullable(),
      created_at: time,
      last_seen_at: time,
    }),
  ),
  events: z.array(
    z.object({
      id: z.int(),
      at: time,
      actor_id: z.int().nullable(),
      action: z.string(),
      entity: z.string(),
      entity_id: z.int().nullable(),
      address: z.string().nullable(),
    }),
  ),
})

export const showAccountDetails = ({
  account,
  two_factor,
  api_tokens,
  counts,
  tickets,
  sessions,
  events,
}: AccountDetails): z.input<typeof accountDetailsJson> => ({
  account: showManaged(account),
  two_factor,
  api_tokens,
  counts,
  tickets: tickets.map(({ opened_at, closed_at, ...ticket }) => ({
    ...ticket,
    opened_at: isoTime(opened_at),
    closed_at: timeOrNull(closed_at),
  })),
  sessions: sessions.map(({ id, user_agent, address, created_at, last_seen_at }) => ({
    handle: sessionHandle(id),
    device: deviceOf(user_agent),
    address,
    created_at: isoTime(created_at),
    last_seen_at: isoTime(last_seen_at),
  })),
  events: events.map(({ actor_name: _, at, ...event }) => ({ ...event, at: isoTime(at) })),
})

export const failedLoginJson = z
  .object({
    id: z.int(),
    at: time,
    name_tried: z.string(),
    account_id: z.int().nullable(),
    reason: failureReason,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'FailedLogin' })

export const failedLoginListJson = z.object({
  failed_logins: z.array(failedLoginJson),
  next_cursor: z.string().nullable(),
})

export const refusedAttemptsJson = z.object({
  refused_attempts: z.array(
    z.object({ address: z.string(), kind: z.string(), count: z.int(), last_at: time }).meta({
      id: 'RefusedAttempts',
      description: 'An IPv6 address means its /64; `others` are too many to list.',
    }),
  ),
})

type RefusedAttempts = Awaited<ReturnType<typeof readRefusedAttempts>>

export const showRefusedAttempts = (attempts: RefusedAttempts): z.input<typeof refusedAttemptsJson> => ({
  refused_attempts: attempts.map(({ kind_name: _, last_at, ...attempt }) => ({
    ...attempt,
    last_at: isoTime(last_at),
  })),
})

type FailedLogin = Awaited<ReturnType<typeof listFailedLogins>>[number]

export const showFailedLogin = ({ name_key: _, at, ...failure }: FailedLogin): z.input<typeof failedLoginJson> => ({
  ...failure,
  at: isoTime(at),
})
