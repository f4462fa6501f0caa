// Reads what a hardware scanner types from the positions of its keys. It types as on an American keyboard, whatever the
// device's layout: with a German one the field gets Ö for a colon, and Y for Z.
import { scannedIn } from './pass-code.js'

const shifted = { Digit4: '$', Digit5: '%', Digit8: '*', Equal: '+', Semicolon: ':' }
const plain = { Space: ' ', Minus: '-', Period: '.', Slash: '/' }
const most = 200

const signOf = ({ code, shiftKey }) => (shiftKey ? shifted : plain)[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? ''

export class ScannerKeys {
  #typed = ''

  /** @param field returns the input for codes */
  constructor(field, signal) {
    addEventListener('keydown', (event) => this.#press(event, field), { signal, capture: true })
  }

  /** Directs keys to the field, wherever the focus is: a scanner's Enter would press a focused button. */
  #press(event, field) {
    this.#typed = (this.#typed + signOf(event)).slice(-most)
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.matches('input, select, textarea')) return
    event.stopPropagation()
    field().focus()
  }

  /** @returns the code in the last keys, if there is one; starts anew */
  take() {
    const code = scannedIn(this.#typed)
    this.#typed = ''
    return code
  }
}
