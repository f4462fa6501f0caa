import type { Page } from 'playwright-core'
import encodeQR from 'qr'

interface Held {
  held: boolean[][] | null
}

/** Gives pages of this browser profile a camera that sees what `hold` holds to it. */
export async function fakeCamera(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const scale = 4
    let frame = 0
    const draw = () => {
      context.fillStyle = '#888'
      context.fillRect(0, 0, canvas.width, canvas.height)
      const rows = (globalThis as unknown as Held).held ?? []
      context.fillStyle = '#fff'
      context.fillRect(200, 130, rows.length * scale, rows.length * scale)
      context.fillStyle = '#000'
      rows.forEach((row, y) => {
        row.forEach((dark, x) => {
          if (dark) context.fillRect(200 + x * scale, 130 + y * scale, scale, scale)
        })
      })
      // A canvas sends frames only while its content changes.
      context.fillStyle = ++frame % 2 ? '#000' : '#fff'
      context.fillRect(0, 0, 2, 2)
    }
    const cameras = ['Back', 'Front'].map((label) => ({ kind: 'videoinput', deviceId: label, label }))
    navigator.mediaDevices.enumerateDevices = async () => cameras as MediaDeviceInfo[]
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      setInterval(draw, 50)
      const stream = canvas.captureStream(20)
      const [track] = stream.getVideoTracks() as [MediaStreamTrack]
      const { deviceId } = (wanted as { video: { deviceId?: { exact: string } } }).video
      track.getSettings = () => ({ deviceId: deviceId?.exact ?? 'Back' })
      track.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities
      track.applyConstraints = async (constraints) => {
        Object.assign(globalThis, { constraints })
      }
      return stream
    }
  })
}

/** Holds a code to the camera until another one is held, or nothing. */
export async function hold(page: Page, code: string | null): Promise<void> {
  const options = { ecc: 'medium', encoding: 'alphanumeric', version: 6, border: 4 } as const
  const rows = code === null ? null : encodeQR(code, 'raw', options)
  await page.evaluate((held) => Object.assign(globalThis, { held }), rows)
}

/** Delays the camera with this name until `start<name>()` is called, which ends when the camera is stopped. */
export async function startLate(page: Page, name: string): Promise<void> {
  await page.addInitScript((late) => {
    const openNow = navigator.mediaDevices.getUserMedia
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const { deviceId } = (wanted as { video: { deviceId?: { exact: string } } }).video
      if (deviceId?.exact !== late) return openNow(wanted)
      const stream = await openNow(wanted)
      return new Promise((resolve) => {
        const start = async () => {
          resolve(stream)
          const [track] = stream.getVideoTracks()
          while (track?.readyState === 'live') await new Promise(requestAnimationFrame)
        }
        Object.assign(globalThis, { [`start${late}`]: start })
      })
    }
  }, name)
}

/** Has the browser refuse the camera, as after its permission was denied. */
export async function denyCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      throw new DOMException('Permission denied', 'NotAllowedError')
    }
  })
}

/** A browser with its own BarcodeDetector, which reads codes wrong. */
export async function garbleCodes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class Garbling {
      async detect() {
        return [{ rawValue: 'SM1:GARBLED' }]
      }
    }
    Object.assign(globalThis, { BarcodeDetector: Garbling })
  })
}
