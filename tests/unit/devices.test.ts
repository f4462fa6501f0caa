import { expect, test } from 'vitest'
import { deviceOf } from '#people/sessions/devices.ts'

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const android = 'Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko)'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'

test.each([
  [`${iphone} Version/18.5 Mobile/15E148 Safari/604.1`, 'Safari on iPhone'],
  [`${iphone} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`, 'Chrome on iPhone'],
  [`${iphone} FxiOS/140.0 Mobile/15E148 Safari/604.1`, 'Firefox on iPhone'],
  [`${iphone} EdgiOS/138.0.3351.55 Version/18.0 Mobile/15E148 Safari/604.1`, 'Edge on iPhone'],
  [`${iphone} OPT/5.5.0 Mobile/15E148 Safari/604.1`, 'Opera on iPhone'],
  [`${android} Chrome/138.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
  [`${android} Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0.0.0`, 'Edge on Android'],
  [`${android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`, 'Samsung Internet on Android'],
  [`${windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`, 'Edge on Windows'],
  [`${windows.replace(')', '; rv:140.0)')} Gecko/20100101 Firefox/140.0`, 'Firefox on Windows'],
  ['curl/8.14.1', 'curl'],
  [null, 'An unknown device'],
])('%s is called %s', (agent, name) => {
  expect(deviceOf(agent)).toBe(name)
})
