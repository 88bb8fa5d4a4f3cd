// An officer signs in, finds a person and reads the record: in a real browser, wide, on a small screen, and without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { aNominal } from '../support/nominal.ts'
import { demonstrationDatabase, startServer } from '../support/server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const browser = await chromium.launch({
  executablePath: findBrowser(process.env['CONCORD_CHROMIUM']),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
after(async () => {
  await browser.close()
  await owner.end()
})

const person = {
  names: [
    { forenames: 'WALTER BILLY', surname: 'RATCLIFFE' },
    { forenames: 'Corwin', surname: 'O’Neil-Thrupp' },
  ],
  bornOn: '1982-07-03',
  numbers: [['pnc', '2002/0073319Z']],
  markers: ['Violent', 'Weapons'],
  address: '1 Mill Lane',
  entries: [
    { happenedAt: '2026-11-20T18:40:00Z', words: 'Seen at home, nothing of note.' },
    { happenedAt: '2026-11-02T09:05:00Z', words: 'Telephone call about a change of work.' },
  ],
} as const
await aNominal(owner, { ...person, unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' })
await aNominal(owner, {
  ...person,
  names: [{ forenames: 'Walther', surname: 'Radcliffe' }],
  numbers: [],
  unit: '22-PPU',
})
await aNominal(owner, {
  ...person,
  names: [{ forenames: 'Isolde', surname: 'Trevanion' }],
  numbers: [['pnc', '2009/0480102L']],
  unit: 'CTNW-NM',
  counterTerrorism: true,
})

const isScripted = ({ javaScriptEnabled }: BrowserContextOptions): boolean => javaScriptEnabled !== false

/** What axe finds wrong; nothing runs off the side of the window. Without script there is nothing to run it with. */
const looksRight = async (page: Page, options: BrowserContextOptions): Promise<void> => {
  if (!isScripted(options)) return
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

const searchFor = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('searchbox').first().fill(words)
  await page.getByRole('button', { name: 'Search', exact: true }).first().click()
  await page.waitForURL(/\/search\?q=/)
}

const ways: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 800 } },
  'on a small screen': { viewport: { width: 320, height: 640 } },
  'without script': { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
}

for (const [way, options] of Object.entries(ways))
  test(`${way}: an officer signs in, finds a person by a misspelt name, and reads the record`, async () => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
    })
    const right = () => looksRight(page, options)

    await page.goto(address)
    await page
      .getByRole('link', { name: /Sign in/ })
      .or(page.getByRole('button', { name: /Sign in/ }))
      .first()
      .click()
    await page
      .getByRole('button', { name: /Ruth Ashdown/ })
      .or(page.locator('button[value="ctnm-officer"]'))
      .first()
      .click()
    await page.getByText('whose record you manage').waitFor()
    await right()

    await searchFor(page, 'wslter ratclife')
    await right()
    assert.match(await page.locator('#results').innerText(), /“Wslter” is one letter from “Walter”/)
    await page.getByRole('link', { name: 'Walter Billy Ratcliffe' }).click()
    await page.getByRole('heading', { level: 1, name: 'Walter Billy Ratcliffe' }).waitFor()
    for (const words of ['Violent', '2002/0073319Z', 'Seen at home, nothing of note.', 'visor_nominals.csv line 2'])
      assert.ok(await page.getByText(words).first().isVisible(), words)
    await right()

    await searchFor(page, 'radcliffe walther 3 july 1982')
    await page.getByRole('link', { name: 'Walther Radcliffe' }).click()
    await page.getByRole('heading', { level: 1, name: 'Walther Radcliffe' }).waitFor()
    assert.ok(!(await page.content()).includes('Seen at home'))
    await right()

    await searchFor(page, '09/480102L')
    assert.ok(await page.getByRole('heading', { name: 'There is a record' }).isVisible())
    assert.ok(!(await page.content()).includes('Trevanion'))
    await right()

    await searchFor(page, 'isolde trevanion')
    assert.ok(await page.getByText('Nothing that you may see was found').isVisible())
    await right()

    assert.deepEqual(complaints, [])
    await context.close()
  })
