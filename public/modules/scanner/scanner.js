// Finds QR codes in a <video>: with the browser's own detector if it works, else with WebAssembly in a worker.
import encodeQR from '../vendor/qr.js'

/** Milliseconds between two frames: fast enough for a person, and a phone stays cool. */
const pause = 90
/** Contains characters that a faulty reader might drop. */
const sample = 'SM1: TEST$%*+-./:'

/** One frame may be unreadable; this many in a row mean that the reader is broken. */
const mostFailures = 20

/**
 * Calls `found(text)` for each code seen, even repeatedly, until the signal aborts.
 *
 * @throws if codes cannot be read here at all
 */
export async function scan(video, found, signal) {
  const read = (await nativeReader()) ?? workerReader(signal)
  let failures = 0
  while (!signal.aborted) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const text = await read(video).catch((error) => error)
      if (signal.aborted) return
      failures = text instanceof Error ? failures + 1 : 0
      if (failures > mostFailures) throw text
      if (typeof text === 'string') found(text)
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** @returns null if there is none, or if it does not read our codes correctly */
async function nativeReader() {
  if (!globalThis.BarcodeDetector) return null
  try {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    const [code] = await detector.detect(drawn(sample))
    if (code?.rawValue !== sample) return null
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
  } catch {
    return null
  }
}

function drawn(text) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 4 })
  const scale = 6
  const canvas = Object.assign(document.createElement('canvas'), { width: rows.length * scale })
  canvas.height = canvas.width
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) context.fillRect(x * scale, y * scale, scale, scale)
    })
  })
  return canvas
}

/** One frame at a time: a slow phone reads fewer, and none queue up. */
function workerReader(signal) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
  signal.addEventListener('abort', () => worker.terminate())
  let fail = () => {}
  let isBroken = false
  worker.addEventListener('error', () => {
    isBroken = true
    fail(new Error('no worker'))
  })
  return async (video) => {
    const frame = await createImageBitmap(video)
    return new Promise((resolve, reject) => {
      // A worker that could not be loaded never responds.
      if (isBroken) return reject(new Error('no worker'))
      const answered = ({ data }) => (data?.failed ? reject(new Error('not read')) : resolve(data?.text ?? null))
      worker.addEventListener('message', answered, { once: true })
      fail = reject
      worker.postMessage(frame, [frame])
    })
  }
}
