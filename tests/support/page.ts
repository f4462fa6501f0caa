import { computeAccessibleName, getRole } from 'dom-accessibility-api'
import { parseHTML } from 'linkedom'
import { textOf, unescaped } from '../accounts/reading.ts'

/** Style sheets are not applied: hidden elements are found too. */
const unstyled = { display: 'block', visibility: 'visible', content: '', getPropertyValue: () => '' }
const getComputedStyle = () => unstyled as unknown as CSSStyleDeclaration

/** An element of a page, in which others are found by role and name, in document order. */
export class Part {
  readonly #element: Element

  constructor(element: Element) {
    this.#element = element
  }

  /** Its text, in one line. */
  get text(): string {
    return textOf(this.#element.innerHTML)
  }

  get name(): string {
    return computeAccessibleName(this.#element, { getComputedStyle })
  }

  attribute(name: string): string | null {
    return this.#element.getAttribute(name)
  }

  get href(): string {
    return this.attribute('href') ?? ''
  }

  all(role: string, name?: string | RegExp): Part[] {
    const parts = [...this.#element.querySelectorAll('*')].filter((one) => getRole(one) === role)
    const named = parts.map((one) => new Part(one))
    if (name === undefined) return named
    return named.filter((one) => (typeof name === 'string' ? one.name === name : name.test(one.name)))
  }

  /** @throws unless there is exactly one */
  get(role: string, name?: string | RegExp): Part {
    const [one, ...others] = this.all(role, name)
    if (one && others.length === 0) return one
    const names = this.all(role).map(({ name }) => name)
    throw new Error(
      `${others.length + (one ? 1 : 0)} of role ${role} are called ${name}: there are ${names.join(', ')}`,
    )
  }

  /** The fields that the form with this action would send unchanged. */
  fieldsOf(action: string): Record<string, string> {
    const form = this.#element.querySelector(`form[action="${action}"]`)
    return form ? new Part(form).fieldsOfThis() : {}
  }

  /** The same for a form element. */
  fieldsOfThis(): Record<string, string> {
    const controls = [...this.#element.querySelectorAll('input, textarea, select')] as HTMLInputElement[]
    const named = controls.filter((one) => one.name)
    const sent = named.filter((one) => !/^(checkbox|radio)$/.test(one.type) || one.hasAttribute('checked'))
    return Object.fromEntries(sent.map((one) => [one.name, one.matches('textarea') ? textIn(one) : one.value]))
  }
}

/** The parser decodes no character references, and keeps the line break at the beginning of a textarea. */
const textIn = ({ innerHTML }: Element) => unescaped(innerHTML.replace(/^\n/, ''))

export const pageOf = (html: string) => new Part(parseHTML(html).document.body)
