interface Count {
  day: string
  opened: number
  closed: number
}

export interface Bar {
  x: number
  y: number
  height: number
}

const height = 100
const round = (value: number) => Math.round(value * 100) / 100

/** The next round number: 1, 2, 5, 10, 20, 50 … */
export function scaleFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)))
  return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10)
}

/** Two bars for each day, each day 1 wide; the page stretches the drawing to its width. */
export function barChart(days: Count[]) {
  const top = scaleFor(Math.max(...days.map(({ opened, closed }) => Math.max(opened, closed)), 1))
  const bar = (x: number, count: number): Bar => {
    const tall = round((count / top) * height)
    return { x: round(x), y: round(height - tall), height: tall }
  }
  return {
    top,
    width: days.length,
    height,
    bar_width: 0.38,
    days: days.map(({ opened, closed, day }, n) => ({
      day,
      opened: bar(n + 0.1, opened),
      closed: bar(n + 0.52, closed),
    })),
  }
}

/** The length of each bar in a row, in percent of the longest. */
export function shares(counts: number[]): number[] {
  const most = Math.max(...counts, 1)
  return counts.map((count) => round((count / most) * 100))
}
