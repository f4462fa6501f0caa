import type { Request } from 'express'
import { z } from 'zod'
import type { Context } from '#context'
import { type DomainError, type FieldError, notFound } from '#errors'
import type { Actor, SessionActor } from '#platform/identity/actor.ts'
import type { Answer } from './answer.ts'
import type { BodyKind } from './body.ts'
import type { Answers, Declared, Described } from './declared-answers.ts'
import { emptyBody } from './fields.ts'
import type { Uploads } from './multipart.ts'
import type { ActorWith, Scope } from './scope.ts'

/**
 * Who may use a route; narrower rules (whose ticket?) are up to the verbs. `pending` is somebody who has yet to do the
 * second step of a login: no actor, so that nothing else can mistake them for one.
 */
export type Audience = 'anyone' | 'guest' | 'pending' | 'member' | 'customer' | 'staff' | 'admin'
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Schema = z.ZodType | undefined
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined

export interface Call<A extends Audience = 'anyone', P = unknown, Q = unknown, B = unknown, Who extends Actor = Actor> {
  ctx: Context
  actor: A extends 'anyone' | 'guest' | 'pending' ? Who | null : Who
  params: P
  query: Q
  body: B
  req: Request
}

/** A form as a view shows it: empty at first; after an error with the typed values and the errors. */
export interface Form {
  values: Record<string, string>
  errors: FieldError[]
  key: string
}

interface Shared<A extends Audience, P extends Schema, Q extends Schema, B extends Schema> {
  for: A
  params?: P
  query?: Q
  body?: B
  /** A GET that may be slow and only reads (see src/platform/db/heavy-reads), as all of an admin's do. */
  heavy?: true
  /**
   * For changes of credentials, one's own or another account's: refused unless password or passkey, and the second step
   * if it is on, were given within the last ten minutes. (If the body contains `current_password`, `confirmPassword`
   * does the same.)
   */
  reauthenticate?: true
  /**
   * Files in the body, which must then be a multipart form; each is an `uploadedFile` in `body`. A page that asks for a
   * proof of identity (`reauthenticate`) cannot carry files.
   */
  uploads?: Uploads
  /** False if a repeated request is harmless and the response must not be stored, as with tokens. */
  idempotent?: false
}

interface PageSpec<A extends Audience, P extends Schema, Q extends Schema, B extends Schema>
  extends Shared<A, P, Q, B> {
  /** Shows the form again after an error of the kinds that a person can correct. */
  refused?: (
    call: Call<A, Parsed<P>, Parsed<Q>, undefined, SessionActor>,
    form: Form,
    error: DomainError,
  ) => Answer | Promise<Answer>
}

type Handle<
  A extends Audience,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  Who extends Actor,
  R extends Answer,
> = (call: Call<A, Parsed<P>, Parsed<Q>, Parsed<B>, Who>) => R | Promise<R>

export interface Route {
  router: 'page' | 'api'
  method: Method
  path: string
  for: Audience
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  accepts: BodyKind
  uploads?: Uploads
  heavy?: true
  reauthenticate?: true
  /** For routes of the API that accept tokens. */
  scope?: Scope
  idempotent: boolean
  refused?: (call: Call, form: Form, error: DomainError) => Answer | Promise<Answer>
  described?: Described
  handle: (call: Call) => Answer | Promise<Answer>
}

const pageRoute =
  (method: 'get' | 'post') =>
  <A extends Audience, P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    path: string,
    spec: PageSpec<A, P, Q, B>,
    handle: Handle<A, P, Q, B, SessionActor, Answer>,
  ): Route =>
    ({
      router: 'page',
      method,
      path,
      ...spec,
      accepts: spec.uploads ? 'multipart' : 'form',
      idempotent: spec.idempotent ?? true,
      handle,
    }) as unknown as Route

interface ApiSpec<
  A extends Audience,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  S extends Scope,
  R extends Answers,
> extends Shared<A, P, Q, B>,
    Described<R> {
  /**
   * The scope that a personal API token needs. By default `read` for a GET (`admin` for an admin's); anything else
   * needs a session.
   */
  scope?: S
}

/**
 * Unknown query parameters and fields are refused, so that a program that asks for a page of a list without pages, or
 * gives a reason that nobody would read, gets an error.
 */
const asksForNothing = z.strictObject({})

const apiRoute =
  <Default extends Scope>(method: Method, defaultScope: Default) =>
  <
    A extends Audience,
    P extends Schema = undefined,
    Q extends Schema = undefined,
    B extends Schema = undefined,
    R extends Answers = Answers,
    S extends Scope = Default,
  >(
    path: string,
    spec: ApiSpec<A, P, Q, B, S, R>,
    handle: Handle<A, P, Q, B, ActorWith<S>, Declared<R>>,
  ): Route => {
    const { summary, answers, file, idempotent, scope, ...shared } = spec
    const looksAtTokens = spec.for !== 'guest' && spec.for !== 'pending'
    const usual = defaultScope === 'read' && spec.for === 'admin' ? 'admin' : defaultScope
    const described = { summary, answers, ...(file && { file }) }
    return {
      router: 'api',
      method,
      path,
      query: asksForNothing,
      ...(method !== 'get' && { body: emptyBody }),
      ...shared,
      ...(looksAtTokens && { scope: scope ?? usual }),
      accepts: shared.uploads ? 'multipart' : 'json',
      idempotent: idempotent ?? true,
      described,
      handle,
    } as unknown as Route
  }

/** Routes of an optional feature: not found while it is switched off. */
export const onlyWhere = (isOn: (ctx: Context) => boolean, routes: Route[]): Route[] =>
  routes.map((route) => ({
    ...route,
    handle: (call) => {
      if (isOn(call.ctx)) return route.handle(call)
      throw notFound()
    },
  }))

export const page = { get: pageRoute('get'), post: pageRoute('post') }

/** The API's routes; paths are relative to `/api/v1`. */
export const api = {
  get: apiRoute('get', 'read'),
  post: apiRoute('post', 'session'),
  put: apiRoute('put', 'session'),
  patch: apiRoute('patch', 'session'),
  delete: apiRoute('delete', 'session'),
}
