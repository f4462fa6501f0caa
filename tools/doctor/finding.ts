export interface Finding {
  state: 'ok' | 'warning' | 'problem'
  about: string
  /** The finding and, if there is a problem, what to do. */
  text: string
}

/** Makes findings about one subject. */
export const about = (thing: string) => {
  const finding = (state: Finding['state']) => (text: string) => ({
    state,
    about: thing,
    text: text.trim().replace(/\s+/g, ' '),
  })
  return { ok: finding('ok'), warning: finding('warning'), problem: finding('problem') }
}
