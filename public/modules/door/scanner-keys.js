// What a hardware scanner types, by its keys: it types as on an American keyboard, whatever the layout of the device. On
// a German one the text of a code has Ö for the colon, and Y for Z.
import { scannedIn } from './pass-code.js'

const shifted = { Digit4: '$', Digit5: '%', Digit8: '*', Equal: '+', Semicolon: ':' }
const plain = { Space: ' ', Minus: '-', Period: '.', Slash: '/' }
const most = 200

const signOf = ({ code, shiftKey }) => (shiftKey ? shifted : plain)[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? ''

export class ScannerKeys {
  #typed = ''

  add(event) {
    this.#typed = (this.#typed + signOf(event)).slice(-most)
  }

  /** @returns the code that was typed last; undefined if it was none */
  take() {
    const code = scannedIn(this.#typed)
    this.#typed = ''
    return code
  }
}
