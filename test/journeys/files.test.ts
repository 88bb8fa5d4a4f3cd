// An officer adds a photograph and a document to a record: in a real browser, at a desk, and on a small screen without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { aDocx, aPdf, aPicture } from '../support/file.ts'
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
  test(`${way}: an officer adds a photograph and a document`, async () => {
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

    await page.goto(`${address}/sign-in/start?return=/nominals/${person}`)
    await page.locator('button[value="ctnm-officer"]').click()
    await page.getByText('No photograph and no document has been added.').waitFor()
    await right()
    await page.getByRole('link', { name: 'Add a photograph or document' }).click()
    await page.getByRole('heading', { level: 2, name: 'Add a file' }).waitFor()
    await right()

    // Refused with every reason, and what was typed is still there.
    const send = () => page.getByRole('button', { name: 'Add this file' }).click()
    await page.getByLabel('A photograph of the person').check()
    await page.getByLabel('When the photograph was taken').fill('31 2 2024')
    await page.getByLabel('Legally privileged').check()
    const wrong = aDocx(['SECRET'], [{ name: 'word/vbaProject.bin', content: 'x' }])
    await page
      .getByLabel('The file')
      .setInputFiles({ name: 'notes.docx', mimeType: 'application/msword', buffer: wrong })
    await send()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    for (const reason of [
      /is marked SECRET/,
      /holds programs/,
      /must be a date/,
      /Say what it shows/,
      /must be a picture/,
    ])
      await page.getByRole('link', { name: reason }).waitFor()
    assert.equal(await page.getByLabel('When the photograph was taken').inputValue(), '31 2 2024')
    assert.ok(await page.getByLabel('Legally privileged').isChecked())
    await right()

    await page.getByLabel('When the photograph was taken').fill('2 November 2023')
    await page.getByLabel('What it shows, or what it is').fill('Face, from the front')
    await page.getByLabel('The file').setInputFiles({
      name: 'face.jpg',
      mimeType: 'image/jpeg',
      buffer: await aPicture('jpeg', { colour: '#5b6f80' }),
    })
    await send()
    await page.getByText('The photograph face.jpg is on the record.').waitFor()
    await page.getByText(/^Taken \d+ years ago, on 2 November 2023$/).waitFor()
    await right()

    await page.getByLabel('A document, or a picture').check()
    await page
      .getByLabel('The file')
      .setInputFiles({ name: 'order.pdf', mimeType: 'application/pdf', buffer: await aPdf() })
    await page.getByLabel('What it shows, or what it is').fill('Order as sealed')
    await page.getByLabel('OFFICIAL', { exact: true }).check()
    await send()
    await page.getByText('The document order.pdf is on the record.').waitFor()
    await right()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'order.pdf', exact: true }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'order.pdf')

    await page.getByRole('link', { name: /^The record of / }).click()
    const photograph = page.getByRole('img', { name: /^Photograph/ })
    await photograph.waitFor()
    const width = await page.evaluate<number>(`document.querySelector('.headline__photograph img').naturalWidth`)
    assert.equal(width, 180, 'the picture in the page is drawn, content policy and all')
    assert.ok(await page.getByText(/^Taken \d+ years ago$/).isVisible())
    await right()
    await photograph.click()
    await page.waitForURL(/\/photographs\//)

    assert.deepEqual(complaints, [])
    await context.close()
  })
