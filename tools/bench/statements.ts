import type { LogEvent } from 'kysely'
import { stream } from '#platform/http/answer.ts'
import { page } from '#platform/http/route.ts'
import { pageRoutes } from '../../src/app.ts'

/** Records statements until they are fetched from `/bench/statements`. */
export class Statements {
  #asked: string[] = []

  add = (event: LogEvent): void => {
    this.#asked.push(event.query.sql)
  }

  addRoute(): void {
    const answer = () => stream((res) => void res.json(this.#asked.splice(0)))
    pageRoutes.unshift(page.get('/bench/statements', { for: 'anyone' }, answer))
  }
}
