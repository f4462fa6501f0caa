// The view of a pass being shown. Its elements are in the page's <template>.
import { codePicture } from './code-picture.js'
import { states } from './showing.js'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const slot = 15_000

const sentences = {
  starting: () => 'One moment: the code is being made.',
  live: () => 'Hold this to the camera at the door. It changes by itself.',
  offline: ({ holds_until }) => `No connection. What is shown here admits until ${clock.format(holds_until)}.`,
  ended: () => 'No connection, so there is no code that admits. The door takes the short code below.',
  limited: ({ reason }) => `${reason} Until then the door takes the short code below.`,
  elsewhere: () => 'This pass was shown elsewhere, so the code here no longer works.',
}

export class LiveView {
  #parts
  #shown = null
  #isInSight = false

  /** @param left called when the pass has changed on the server, such as after it was used */
  constructor(article, template, { again, left }) {
    this.root = template.content.firstElementChild.cloneNode(true)
    this.#parts = Object.fromEntries(
      [...this.root.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]),
    )
    this.#parts.again.addEventListener('click', again)
    this.root.addEventListener('pointerdown', (event) => this.#answerTap(event))
    article.querySelector('.pass__code').before(this.root)
    this.left = () => {
      left()
      return false
    }
  }

  show(state, details = {}) {
    const { picture, mark, word, seconds, ring, status, again } = this.#parts
    this.root.dataset.state = state
    // Screen readers announce the sentence only when it changes.
    const sentence = sentences[state](details)
    if (status.textContent !== sentence) status.textContent = sentence
    again.hidden = state !== states.elsewhere
    if (!details.code) {
      this.#shown = null
      return picture.replaceChildren()
    }
    const { code, now } = details
    if (this.#shown !== code.text) picture.replaceChildren(codePicture(code.text))
    this.#shown = code.text
    this.#bringInSight()
    mark.className = `liveness pass__mark liveness--${details.mark?.colour}`
    mark.dataset.beat = Math.floor(now / 1000) % 2
    word.textContent = details.mark?.word ?? ''
    const left = code.until - now
    seconds.textContent = Math.ceil(left / 1000)
    ring.style.strokeDashoffset = String(100 - (100 * left) / slot)
  }

  /** On a small phone the code is below the fold; if the person has scrolled away from it, the position is kept. */
  #bringInSight() {
    if (this.#isInSight) return
    this.#isInSight = true
    const end = document.querySelector('.bottom-bar')?.getBoundingClientRect().top || innerHeight
    if (this.#parts.picture.getBoundingClientRect().bottom > end)
      this.root.scrollIntoView({ block: 'start', behavior: 'instant' })
  }

  remove() {
    this.root.remove()
  }

  /** Reacts to a tap by the staff at the door, which a screenshot would not. */
  #answerTap({ clientX, clientY }) {
    const { left, top } = this.root.getBoundingClientRect()
    const drop = document.createElement('span')
    drop.className = 'pass__drop'
    drop.style.insetInlineStart = `${clientX - left}px`
    drop.style.insetBlockStart = `${clientY - top}px`
    this.root.append(drop)
    setTimeout(() => drop.remove(), 700)
  }
}
