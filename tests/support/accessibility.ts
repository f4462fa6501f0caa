import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Minified: less than half as much for the browser to compile on each page. */
const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const colourRules = ['color-contrast', 'link-in-text-block']
/** Rules that a narrow screen can break: sizes, colours on other backgrounds, and names whose text is hidden. */
const layoutRules = [...colourRules, 'target-size', 'scrollable-region-focusable', 'button-name', 'link-name', 'label']

/** The violations that axe finds, a line for each element: `rule: selector: how to fix it`. */
export const axeFindings = (page: Page) => findings(page, tags)

/** Violations that another width can cause on the same page. */
export const layoutFindings = (page: Page) => findings(page, layoutRules)

/** Violations that another theme can cause on the same page. */
export const colourFindings = (page: Page) => findings(page, colourRules)

async function findings(page: Page, runOnly: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(
    async (options) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(options)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.replaceAll(/\s+/g, ' ')}`),
      )
    },
    // Without `preload: false` axe fetches every style sheet again, for a rule that is not used.
    { runOnly, resultTypes: ['violations'], preload: false } satisfies axe.RunOptions,
  )
}
