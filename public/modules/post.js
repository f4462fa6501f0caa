/** No response or an unusable one: because of the network, the server, or a proxy. */
export class NoAnswer extends Error {}

/** The person is no longer logged in, or the page no longer exists; `status` tells which. */
export class Gone extends Error {}

/**
 * Sends a form and reads the JSON of the response.
 *
 * @returns { status, body, at }, also for errors; `at` is about when the server made it, by this device's clock
 */
export async function postForm(address, fields, { signal, timeout = 8000 } = {}) {
  return answerOf(address, { method: 'POST', body: new URLSearchParams(fields) }, { signal, timeout })
}

/** Once a list has begun to arrive it may take a minute: some networks are slow. */
export const getJson = (address, { signal } = {}) => answerOf(address, {}, { signal, timeout: 8000, more: 60_000 })

async function answerOf(address, init, { signal, timeout, more }) {
  const patience = new AbortController()
  const giveUpIn = (time) => setTimeout(() => patience.abort(), time)
  const signals = [patience.signal, signal].filter(Boolean)
  const asked = Date.now()
  let timer = giveUpIn(timeout)
  try {
    const response = await fetch(address, { ...init, signal: AbortSignal.any(signals), cache: 'no-store' })
    const at = (asked + Date.now()) / 2
    refuseUseless(response)
    if (more) {
      clearTimeout(timer)
      timer = giveUpIn(more)
    }
    return { status: response.status, body: await response.json(), at }
  } catch (error) {
    throw error instanceof Gone ? error : new NoAnswer()
  } finally {
    clearTimeout(timer)
  }
}

function refuseUseless({ status, headers, redirected }) {
  if (status >= 500) throw new NoAnswer()
  if (!redirected && headers.get('content-type')?.startsWith('application/json')) return
  // All responses of the desk have this id; one without it is a proxy's, as while the desk is restarted.
  if (status === 429 || !headers.has('x-request-id')) throw new NoAnswer()
  throw Object.assign(new Gone(), { status })
}
