// A data steward brings an extract, sees it loaded, and puts a refused row right: in a real browser, wide, on a small screen, and
// without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { activity, addresses, markers, nominals } from '../support/extract.ts'
import { demonstrationDatabase, startServer } from '../support/server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const { address } = await startServer(await demonstrationDatabase(), {}, [], { loads: true })
const browser = await chromium.launch({
  executablePath: findBrowser(process.env['CONCORD_CHROMIUM']),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
after(() => browser.close())

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

const file = (name: string, content: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })

/** What one steward brings: 300 people, one of them without a surname, of whom other files tell too. */
const extractOf = (number: number) => {
  const reference = (at: number) => `V${number}/${String(1_000_000 + at)}`
  return [
    file(
      'visor_nominals.csv',
      nominals(
        { VISOR_REF: reference(0), SURNAME: '', DOB: '31/02/1980' },
        ...Array.from({ length: 300 }, (_, at) => ({ VISOR_REF: reference(at + 1) })),
      ),
    ),
    file('visor_addresses.csv', addresses({ VISOR_REF: reference(0) }, { VISOR_REF: reference(1), POSTCODE: '' })),
    file('visor_markers.csv', markers({ VISOR_REF: reference(0) })),
    file('visor_activity.csv', activity({ VISOR_REF: reference(1), WHEN: 'yesterday', TEXT: `number ${number}` })),
  ]
}

const ways: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 800 } },
  'on a small screen': { viewport: { width: 320, height: 640 } },
  'without script': { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
}

for (const [number, [way, options]] of Object.entries(ways).entries())
  test(`${way}: a data steward brings an extract, sees it loaded, and puts a refused row right`, async () => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
    })
    const right = () => looksRight(page, options)
    const name = `Register, ${way}`

    await page.goto(`${address}/sign-in/start?return=/`)
    await page.locator('button[value="data-steward"]').click()
    await page.getByRole('link', { name: 'Extracts' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Extracts' }).waitFor()
    await right()

    // Something else than an extract: the form again, with every reason, the name as it was typed.
    await page.getByLabel('What to call this extract').fill(name)
    await page.getByLabel('Its files').setInputFiles([file('notes.csv', 'NAME,AGE\r\n'), file('empty.csv', '')])
    await page.getByRole('button', { name: 'Load', exact: true }).click()
    await page.getByRole('link', { name: 'empty.csv is empty' }).waitFor()
    assert.equal(await page.getByLabel('What to call this extract').inputValue(), name)
    await right()

    await page.getByLabel('Its files').setInputFiles(extractOf(60 + number))
    await page.getByRole('button', { name: 'Load', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: `Extract: ${name}` }).waitFor()
    await right()
    // With script the page follows by itself; without, its reader asks.
    const done = page.getByText(/^Loaded at/)
    for (let asked = 0; asked < 100 && !(await done.isVisible()); asked++)
      if (isScripted(options)) await page.waitForTimeout(200)
      else await page.reload()
    assert.match(await page.locator('#extract').innerText(), /Every row that was read is accounted for\./i)
    assert.ok(await page.getByText('4 rows are refused.').isVisible(), 'all of the page follows, not only its figures')
    assert.equal(await page.getByRole('button', { name: 'Stop loading' }).count(), 0)
    await right()

    await page.getByRole('link', { name: 'visor_nominals.csv line 2' }).click()
    await page.getByRole('heading', { level: 1, name: 'Put a refused row right' }).waitFor()
    await right()
    await page.getByLabel('SURNAME', { exact: true }).fill('HOLLINS')
    await page.getByRole('button', { name: 'Check and load this row' }).click()
    await page.getByRole('link', { name: 'date of birth is not a date' }).waitFor()
    assert.equal(await page.getByLabel('SURNAME', { exact: true }).inputValue(), 'HOLLINS')
    await right()
    await page.getByLabel('DOB', { exact: true }).fill('28/02/1980')
    await page.getByRole('button', { name: 'Check and load this row' }).click()
    await page.getByText('visor_nominals.csv, line 2, is put right and taken in').waitFor()
    assert.ok(await page.getByText('1 row is refused.').isVisible())
    await right()

    await page.getByRole('link', { name: 'visor_nominals.csv line 2' }).click()
    await page.getByText(/Harriet Stanmore put it right on/).waitFor()
    await right()
    await page.getByRole('link', { name: 'All refused rows' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Take them as a CSV file' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'refused.csv')
    await page.getByRole('link', { name: 'All extracts' }).click()
    assert.ok(await page.getByRole('link', { name }).isVisible())
    await right()

    assert.deepEqual(complaints, [])
    await context.close()
  })
