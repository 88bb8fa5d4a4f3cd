// An officer writes an entry with a handling caveat, gives it a file, corrects what is said of that and takes it off: in a real browser, at a desk, by
// keyboard, on a small screen, and without script.
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
after(() => Promise.all([browser.close(), owner.end()]))

const fits = async (page: Page): Promise<void> => {
  const [width, window] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(width <= window, `${page.url()} is ${width} wide in a window of ${window}`)
}
/** What axe finds wrong; without script there is nothing to run it with. */
const looksRight = async (page: Page, { javaScriptEnabled }: BrowserContextOptions): Promise<void> => {
  if (javaScriptEnabled === false) return
  const violations = await page.evaluate<readonly string[]>(
    `(async () => {
      if (!window.axe) { ${axe} }
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
      return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '))
    })()`,
  )
  assert.deepEqual(violations, [], page.url())
  await fits(page)
}

const ways: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 800 } },
  'on a small screen': { viewport: { width: 320, height: 640 } },
  'on a small screen without script': { viewport: { width: 320, height: 640 }, javaScriptEnabled: false },
}

for (const [number, [way, options]] of Object.entries(ways).entries())
  test(`${way}: an entry bears a caveat and carries a file, which is corrected and taken off`, async () => {
    const person = await aNominal(owner, {
      unit: 'CTWM-NM',
      counterTerrorism: true,
      manager: 'ctnm-officer',
      names: [{ forenames: 'Orrin', surname: `Vesperlane ${number}` }],
    })
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
    })
    const right = () => looksRight(page, options)

    await page.goto(`${address}/sign-in/start?return=/nominals/${person}/facts/entry/new`)
    await page.locator('button[value="ctnm-officer"]').click()
    await page.getByRole('heading', { level: 1, name: 'Add an entry' }).waitFor()
    await right()

    // Refused, and the caveat that was chosen is still chosen. By keyboard alone.
    const caveat = () => page.getByLabel('Legally privileged')
    await caveat().focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Add it' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    assert.ok(await caveat().isChecked())
    await right()
    await page.getByLabel('Kind of entry').selectOption('VISIT')
    await page.getByLabel('When it happened').fill('20 11 2026 at 18:40')
    await page.getByLabel('Fact', { exact: true }).check()
    await page.getByLabel('In words').fill('Letter handed over.')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('OFFICIAL-SENSITIVE · Legally privileged').waitFor()
    await right()

    await page.getByRole('link', { name: /^Attach a file/ }).click()
    await page.getByText('It carries no file yet.').waitFor()
    await right()
    await page.getByLabel('A document, or a picture').check()
    await page.getByLabel('What it shows, or what it is').fill('Letter to the landlord')
    await page
      .getByLabel('The file')
      .setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from(`A letter, ${number}`) })
    await page.locator('#add button[type="submit"]').click()
    await page.getByRole('link', { name: 'Letter to the landlord', exact: true }).waitFor()
    await right()

    await page.goto(`${address}/nominals/${person}/files`)
    await page.getByRole('link', { name: 'Correct what is said of letter.txt' }).click()
    await page.getByRole('heading', { level: 1, name: 'Correct a file' }).waitFor()
    await right()
    await page.getByLabel('What it shows, or what it is').fill('Letter to his sister')
    await page.getByRole('button', { name: 'Correct it' }).click()
    await page.getByRole('link', { name: 'Say why it is corrected' }).waitFor()
    assert.equal(await page.getByLabel('What it shows, or what it is').inputValue(), 'Letter to his sister')
    await right()
    await page.getByLabel('Why it is corrected').fill('It was another letter')
    await page.getByRole('button', { name: 'Correct it' }).click()
    await page.getByText('Letter to his sister').waitFor()
    await right()

    await page.goto(`${address}/nominals/${person}/chronology`)
    await page
      .getByRole('list', { name: 'Handling caveats' })
      .getByRole('link', { name: /^Legally privileged/ })
      .click()
    await page.waitForURL(/caveat=LEGAL/)
    await page.getByRole('link', { name: 'Letter to his sister', exact: true }).waitFor()
    await right()

    await page.goto(`${address}/nominals/${person}`)
    await page.getByRole('link', { name: /^Its files/ }).click()
    await page.getByRole('link', { name: /^Take it off/ }).click()
    await right()
    await page.locator('#why').fill('It belongs to another visit')
    await page.locator('main form button[type="submit"]').click()
    await page.getByText('It carries no file yet.').waitFor()
    await page.goto(`${address}/nominals/${person}/history`)
    await page.getByText('File taken off an entry').waitFor()
    await right()

    assert.deepEqual(complaints, [])
    await context.close()
  })
