import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The ways in which every journey is made. */
export const ways: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 800 } },
  'on a small screen': { viewport: { width: 320, height: 640 } },
  'without script': { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
}

/** Started as the suite starts it, as root too. */
export const chromiumArguments = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']

/** What axe finds wrong; nothing runs off the side of the window. Without script there is nothing to run it with. */
export const looksRight = async (page: Page, { javaScriptEnabled }: BrowserContextOptions): Promise<void> => {
  if (javaScriptEnabled === false) return
  const violations = await page.evaluate<readonly string[]>(
    `(async () => {
      if (!window.axe) { ${axe} }
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
      return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '))
    })()`,
  )
  assert.deepEqual(violations, [], page.url())
  const [width, window] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(width <= window, `${page.url()} is ${width} wide in a window of ${window}`)
}

/** What the browser complains of while a page is used; an answer with an error status is no complaint. */
export const complaintsOf = (page: Page): readonly string[] => {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
  })
  return complaints
}

/** Signs in with the demonstration's provider and comes to the first page. */
export const signInAs = async (page: Page, address: string, signIn: string): Promise<void> => {
  await page.goto(`${address}/sign-in/start?return=/`)
  await page.locator(`button[value="${signIn}"]`).click()
  await page.waitForURL(`${address}/`)
}
