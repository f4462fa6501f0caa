// Signals the result to somebody who is not looking: sounds of different pitch, length and number, and vibration.
const setting = 'door-sound'

/** Tones as [frequency, from, to], in hertz and seconds; vibration in milliseconds. */
const patterns = {
  admitted: {
    wave: 'sine',
    tones: [
      [660, 0, 0.1],
      [990, 0.1, 0.28],
    ],
    vibration: [90],
  },
  by_hand: {
    wave: 'triangle',
    tones: [
      [520, 0, 0.12],
      [520, 0.2, 0.32],
    ],
    vibration: [90, 70, 90],
  },
  refused: { wave: 'sawtooth', tones: [[170, 0, 0.55]], vibration: [350] },
}

export class Signals {
  #audio = null

  constructor(signal) {
    // Browsers allow sound only after a tap or key press.
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => this.#wake(), { signal })
    signal.addEventListener('abort', () => this.#audio?.close())
  }

  get isOn() {
    return localStorage.getItem(setting) !== 'off'
  }

  set isOn(on) {
    localStorage.setItem(setting, on ? 'on' : 'off')
  }

  play(verdict) {
    const { wave, tones, vibration } = patterns[verdict]
    navigator.vibrate?.(vibration)
    if (!this.isOn || this.#audio?.state !== 'running') return
    for (const tone of tones) this.#sound(wave, tone)
  }

  #wake() {
    if (!this.isOn) return
    this.#audio ??= new AudioContext()
    // "suspended", or on an iPhone "interrupted", as after a call.
    if (this.#audio.state !== 'running') this.#audio.resume()
  }

  #sound(type, [frequency, from, to]) {
    const { currentTime: now, destination } = this.#audio
    const oscillator = new OscillatorNode(this.#audio, { type, frequency })
    const volume = new GainNode(this.#audio, { gain: 0 })
    volume.gain.setTargetAtTime(0.3, now + from, 0.008)
    volume.gain.setTargetAtTime(0, now + to, 0.02)
    oscillator.connect(volume).connect(destination)
    oscillator.start(now + from)
    oscillator.stop(now + to + 0.2)
  }
}
