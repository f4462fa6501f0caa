// Reads QR codes from frames of a camera. Its file has a Content-Security-Policy of its own (security-headers.ts).
import { prepareZXingModule, readBarcodes } from '../vendor/zxing/reader/index.js'
import { readerOptions } from './reader-options.js'

// By default the library would fetch its WebAssembly from a public server.
prepareZXingModule({
  overrides: { locateFile: (name) => new URL(`../vendor/zxing/reader/${name}`, import.meta.url).href },
  fireImmediately: true,
})

let canvas = null

function pixelsOf(frame) {
  if (canvas?.width !== frame.width || canvas?.height !== frame.height)
    canvas = new OffscreenCanvas(frame.width, frame.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context.drawImage(frame, 0, 0)
  frame.close()
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

addEventListener('message', async ({ data: frame }) => {
  try {
    const [found] = await readBarcodes(pixelsOf(frame), readerOptions)
    postMessage({ text: found?.text ?? null })
  } catch {
    postMessage({ failed: true })
  }
})
