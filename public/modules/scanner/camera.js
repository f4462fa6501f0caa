// The camera of a phone or computer: which one, its light, and why it cannot be used.
const chosen = 'door-camera'

/** Why the camera cannot be used, by the name of the browser's error. */
const reasons = {
  insecure: 'The camera needs an https address.',
  NotAllowedError: 'This browser may not use the camera. Allow it in the settings of the page.',
  NotFoundError: 'There is no camera on this device.',
  NotReadableError: 'Another program uses the camera.',
}

export const reasonOf = (error) => reasons[error.name] ?? 'The camera does not start.'

async function streamOf(deviceId) {
  if (!navigator.mediaDevices?.getUserMedia) throw { name: isSecureContext ? 'NotFoundError' : 'insecure' }
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } }
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: 'environment' } }
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, ...size } })
}

/**
 * Shows the camera in a <video> until the signal aborts.
 *
 * @param deviceId of the camera to use from now on; by default the last one used
 * @returns its track; undefined if the signal has aborted meanwhile
 * @throws an error for `reasonOf`
 */
export async function openCamera(video, signal, deviceId = localStorage.getItem(chosen)) {
  let stream
  try {
    stream = await streamOf(deviceId)
  } catch (error) {
    if (!deviceId || !['OverconstrainedError', 'NotFoundError'].includes(error.name)) throw error
    localStorage.removeItem(chosen) // it is no longer there
    stream = await streamOf(null)
  }
  // Cameras open slowly: another one may be shown already.
  if (signal.aborted) return closeCamera(video, stream)
  signal.addEventListener('abort', () => closeCamera(video, stream))
  const [track] = stream.getVideoTracks()
  if (deviceId) localStorage.setItem(chosen, deviceId)
  video.srcObject = stream
  await video.play()
  return track
}

function closeCamera(video, stream) {
  for (const track of stream.getTracks()) track.stop()
  if (video.srcObject === stream) video.srcObject = null
}

/** All cameras; they have names only after permission was given. */
export async function listCameras() {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter((device) => device.kind === 'videoinput' && device.deviceId)
}

/** Switching on a light that does not exist throws, so the track's capabilities are checked. */
export const hasTorch = (track) => track.getCapabilities?.().torch === true
export const setTorch = (track, on) => track.applyConstraints({ advanced: [{ torch: on }] })
