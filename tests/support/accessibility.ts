import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong, a line for each element: `rule: selector: how to mend it`. */
export const axeFindings = (page: Page) => findings(page, tags)

/** What another theme can have made wrong on a page that is otherwise the same. */
export const contrastFindings = (page: Page) => findings(page, ['color-contrast'])

async function findings(page: Page, runOnly: string[]): Promise<string[]> {
  // Half a megabyte of script: once for each page, however often it is looked at.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async (options) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(options)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.replaceAll(/\s+/g, ' ')}`),
      )
    },
    { runOnly, resultTypes: ['violations'] } satisfies RunOptions,
  )
}
