// The camera's picture with its controls; without a camera, the reason, and that a code can be typed.
import { hasTorch, listCameras, openCamera, reasonOf, setTorch } from '../scanner/camera.js'
import { scan } from '../scanner/scanner.js'

export class CameraPanel {
  #parts
  #signal
  #found
  #running = null
  #failure = null

  /** @param found called with the text of each code seen */
  constructor(root, found, signal) {
    this.#parts = Object.fromEntries([...root.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]))
    this.#found = found
    this.#signal = signal
    const { cameras, torch, start } = this.#parts
    start.addEventListener('click', () => this.start(), { signal })
    cameras.addEventListener('change', () => this.start(cameras.value), { signal })
    torch.addEventListener('click', () => this.#switchTorch(), { signal })
    // A phone stops the camera of a hidden page.
    document.addEventListener('visibilitychange', () => (document.hidden ? this.stop() : this.start()), { signal })
    signal.addEventListener('abort', () => this.stop())
  }

  async start(deviceId) {
    this.stop()
    const controller = new AbortController()
    this.#running = controller
    this.#say(null)
    try {
      const track = await openCamera(this.#parts.video, controller.signal, deviceId)
      if (controller.signal.aborted) return
      track.addEventListener('ended', () => this.#lost(controller))
      this.#parts.torch.hidden = !hasTorch(track)
      this.#parts.torch.setAttribute('aria-pressed', 'false')
      await this.#offerCameras(track)
      await scan(this.#parts.video, this.#found, controller.signal)
    } catch (error) {
      if (controller.signal.aborted) return
      this.stop()
      this.#failure = error
      this.#say(`${reasonOf(error)} Type the short code instead.`)
    }
  }

  /** Retries only failed downloads: camera errors have other names. */
  retry() {
    if (this.#failure?.name === 'Error') this.start()
  }

  stop() {
    this.#running?.abort()
    this.#running = null
    this.#failure = null
  }

  #lost(controller) {
    if (controller.signal.aborted || this.#signal.aborted) return
    this.stop()
    this.#say('The camera was disconnected. Type the short code instead.')
  }

  #say(reason) {
    const { reason: text, start, picture } = this.#parts
    text.textContent = reason ?? ''
    start.hidden = reason === null
    picture.hidden = reason !== null
    if (reason !== null) this.#parts.torch.hidden = true
  }

  async #offerCameras(track) {
    const { cameras } = this.#parts
    const devices = await listCameras().catch(() => [])
    cameras.hidden = devices.length < 2
    const present = track.getSettings().deviceId
    cameras.replaceChildren(
      ...devices.map(
        ({ deviceId, label }, n) => new Option(label || `Camera ${n + 1}`, deviceId, false, deviceId === present),
      ),
    )
  }

  async #switchTorch() {
    const { torch, video } = this.#parts
    const on = torch.getAttribute('aria-pressed') !== 'true'
    const [track] = video.srcObject?.getVideoTracks() ?? []
    await setTorch(track, on).catch(() => {})
    torch.setAttribute('aria-pressed', String(on))
  }
}
