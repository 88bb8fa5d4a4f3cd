// An officer finds nobody, makes a record, and is stopped when the person is on record already: in a real browser, wide, on a small
// screen, and without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { demonstrationDatabase, startServer } from '../support/server.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const { address } = await startServer(await demonstrationDatabase())
const browser = await chromium.launch({
  executablePath: findBrowser(process.env['CONCORD_CHROMIUM']),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
after(() => browser.close())

/** What axe finds wrong; nothing runs off the side of the window. Without script there is nothing to run axe with. */
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
  const [width, window] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]')
  assert.ok(width <= window, `${page.url()} is ${width} wide in a window of ${window}`)
}

const ways: Readonly<
  Record<string, readonly [surname: string, born: string, number: string, options: BrowserContextOptions]>
> = {
  'at a desk': ['Fenwright', '3 July 1982', '02/73319Z', { viewport: { width: 1280, height: 800 } }],
  'on a small screen': ['Holloweth', '4/8/1991', '09/480102L', { viewport: { width: 320, height: 640 } }],
  'on a small screen without script': [
    'Quarterstaff',
    '5 9 75',
    'A8126DY',
    { viewport: { width: 320, height: 640 }, javaScriptEnabled: false },
  ],
}

for (const [way, [surname, born, number, options]] of Object.entries(ways))
  test(`${way}: an officer makes a record, and is shown it when making it again`, async () => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => {
      if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
    })
    const right = () => looksRight(page, options)
    const whoItIs = async () => {
      await page.goto(`${address}/nominals/new`)
      await page.getByLabel('Forenames').first().fill('Everard')
      await page.getByLabel('Surname').first().fill(surname)
      await page.getByLabel('Date of birth').fill(born)
      await page.getByLabel('Number 1', { exact: true }).fill(number)
    }

    await page.goto(address)
    await page
      .getByRole('link', { name: /Sign in/ })
      .or(page.getByRole('button', { name: /Sign in/ }))
      .first()
      .click()
    await page.locator('button[value="force-officer"]').first().click()
    await page.getByRole('link', { name: 'Create a record' }).click()
    await right()

    // Refused: the summary names it, and what was typed is still there.
    await page.getByRole('button', { name: 'See who is on record' }).click()
    assert.ok(await page.getByRole('link', { name: 'Enter forenames, a surname, or both' }).isVisible())
    await right()

    await whoItIs()
    await page.getByText('Other names they use or have used').click()
    await page.getByLabel('Forenames').nth(1).fill('Evvie')
    await page.getByLabel('Surname').nth(1).fill(surname)
    await page.getByRole('button', { name: 'See who is on record' }).click()
    await page.getByRole('heading', { level: 1, name: 'Why there is a record' }).waitFor()
    await right()
    // Second thoughts about who it is lose nothing.
    await page.getByRole('button', { name: 'Change who it is' }).click()
    assert.equal(await page.getByLabel('Surname').nth(1).inputValue(), surname)
    await page.getByRole('button', { name: 'See who is on record' }).click()
    await page.getByRole('button', { name: 'Create the record' }).click()
    assert.ok(await page.getByRole('link', { name: 'Choose the basis' }).isVisible())
    await right()
    await page.getByLabel('Notification requirements for sexual offenders').check()
    await page.getByLabel('No', { exact: true }).check()
    await page.getByRole('button', { name: 'Create the record' }).click()
    await page.getByRole('heading', { level: 1, name: `Everard ${surname}` }).waitFor()
    const record = page.url()
    await right()

    await whoItIs()
    await page.getByRole('button', { name: 'See who is on record' }).click()
    await page.getByRole('heading', { level: 1, name: 'Is it one of these?' }).waitFor()
    await right()
    await page.getByRole('button', { name: 'It is somebody else: go on' }).click()
    assert.ok(await page.getByRole('link', { name: /^Say why it is somebody else/ }).isVisible())
    await right()
    await page.getByRole('link', { name: `Everard ${surname}` }).click()
    assert.equal(page.url(), record)
    assert.deepEqual(complaints, [])
    await context.close()
  })
