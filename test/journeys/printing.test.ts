// A record is printed as a disclosure, with a number, and not as it stands on the screen: in a real browser, with script and without.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium, type BrowserContextOptions } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { addFact, aNominal } from '../support/nominal.ts'
import { demonstrationDatabase, startServer } from '../support/server.ts'

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
const nominal = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Barnaby', surname: 'Oakshott' }],
  manager: 'ctnm-officer',
  address: '3 Foundry Row',
  markers: ['Violent'],
  entries: Array.from({ length: 30 }, (_, n) => ({
    happenedAt: `2026-10-${String(n + 1).padStart(2, '0')}T10:00:00Z`,
    words: `Visited by appointment, number ${n}. ${'He was in and spoke of his work at the joinery. '.repeat(6)}`,
  })),
})
await addFact(owner, nominal, 'entry', {
  happened_at: '2026-11-01T10:00:00Z',
  kind: 'REVIEW',
  kind_words: 'Review',
  type: 'reported',
  words: `${'A long review, longer than a page of paper. '.repeat(240)}The end of the long review.`,
})

/** How many pages of paper a PDF has: each says so of itself. */
const sheetsOf = (pdf: Buffer): number => (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length

for (const [way, options] of Object.entries({
  'with script': {},
  'without script': { javaScriptEnabled: false },
} satisfies Record<string, BrowserContextOptions>))
  test(`${way}: an officer prints two parts of a record, and the record itself does not print`, async () => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    await page.goto(`${address}/nominals/${nominal}`)
    await page
      .getByRole('link', { name: /Sign in/ })
      .or(page.getByRole('button', { name: /Sign in/ }))
      .first()
      .click()
    await page.locator('button[value="ctnm-officer"]').click()
    await page.waitForURL(`**/nominals/${nominal}`)

    await page.emulateMedia({ media: 'print' })
    assert.ok(await page.getByText('This page was not printed').isVisible())
    assert.ok(!(await page.getByRole('heading', { name: 'Barnaby Oakshott' }).isVisible()))
    assert.equal(sheetsOf(await page.pdf({ preferCSSPageSize: true })), 1)
    await page.emulateMedia({ media: 'screen' })
    assert.ok(!(await page.getByText('This page was not printed').isVisible()))

    await page.getByRole('link', { name: 'Print or pass on' }).click()
    await page.getByLabel('A MAPPA meeting').check()
    await page.getByLabel('Why it is needed').fill('Level 2 meeting on 2 December')
    await page.getByLabel('Who it is for').fill('A. Quillfeather, housing lead')
    await page.getByLabel('Places and contact').check()
    await page.getByLabel('Chronology').check()
    await page.getByRole('button', { name: 'Give it a number and show it' }).click()
    await page.waitForURL('**/disclosures/*')

    await page.emulateMedia({ media: 'print' })
    for (const words of ['3 Foundry Row', 'The end of the long review', 'D-26-', 'Destroy by', 'OFFICIAL-SENSITIVE'])
      assert.ok(await page.locator('.disclosure').getByText(words).first().isVisible(), words)
    for (const words of ['Sign out', 'as it will be printed', 'You will be signed out at', 'Shown to'])
      assert.ok(!(await page.getByText(words).first().isVisible()), words)
    const sheets = sheetsOf(await page.pdf({ preferCSSPageSize: true }))
    assert.ok(sheets > 4 && sheets < 20, `${sheets} sheets`)
    // Nothing of a sheet lies beside the paper.
    await page.setViewportSize({ width: 680, height: 900 })
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 680)
    await context.close()
  })
