/** Browsers often have another name on phones; each also names the browser that it is built on. */
const browsers: [RegExp, string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OP[RT]\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
]

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

const named = (names: [RegExp, string][], agent: string) => names.find(([pattern]) => pattern.test(agent))?.[1]

/** "Firefox on Windows", as far as the user agent tells. */
export function deviceOf(agent: string | null): string {
  if (!agent) return 'An unknown device'
  const browser = named(browsers, agent)
  const system = named(systems, agent)
  if (!browser) return system ?? agent.slice(0, 40)
  return system ? `${browser} on ${system}` : browser
}
