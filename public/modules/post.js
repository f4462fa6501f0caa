/** Nothing came back, or nothing of use: the network, the server, or what is between. */
export class NoAnswer extends Error {}

/** The person is no longer logged in here, or the page is gone; `status` tells the one from the other. */
export class Gone extends Error {}

/**
 * Sends a form and reads the JSON that answers it.
 *
 * @returns { status, body }, also of a refusal
 */
export async function postForm(address, fields, { signal, timeout = 8000 } = {}) {
  return answerOf(address, { method: 'POST', body: new URLSearchParams(fields) }, signal, timeout)
}

export const getJson = (address, { signal, timeout = 8000 } = {}) => answerOf(address, {}, signal, timeout)

async function answerOf(address, init, signal, timeout) {
  const signals = [AbortSignal.timeout(timeout), signal].filter(Boolean)
  let response
  try {
    response = await fetch(address, { ...init, signal: AbortSignal.any(signals), cache: 'no-store' })
  } catch {
    throw new NoAnswer()
  }
  if (response.status >= 500) throw new NoAnswer()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  if (response.redirected || !isJson) {
    if (response.status === 429) throw new NoAnswer()
    throw Object.assign(new Gone(), { status: response.status })
  }
  const body = await response.json().catch(() => {
    throw new NoAnswer()
  })
  return { status: response.status, body }
}
