// Somebody is handed on, a desk is kept, a partner joins; in a real browser, wide, on a small screen, and without script.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { chromiumArguments, complaintsOf, looksRight, signInAs, ways } from '../support/journey.ts'
import { aNominal } from '../support/nominal.ts'
import { demonstrationDatabase, startServer } from '../support/server.ts'

const database = await demonstrationDatabase()
const { address } = await startServer(database)
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const browser = await chromium.launch({
  executablePath: findBrowser(process.env['CONCORD_CHROMIUM']),
  args: chromiumArguments,
})
after(async () => {
  await browser.close()
  await owner.end()
})

const pictures = process.env['CONCORD_PICTURES']

for (const [way, options] of Object.entries(ways))
  test(`${way}: a supervisor hands somebody on, withdraws, keeps the desk and lets a partner join`, async () => {
    const record = await aNominal(owner, {
      names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
      unit: 'CTWM-NM',
      counterTerrorism: true,
      manager: 'ctnm-officer',
    })
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const right = async (name: string) => {
      if (pictures)
        await page.screenshot({ path: `${pictures}/${way.replaceAll(' ', '-')}-${name}.png`, fullPage: true })
      await looksRight(page, options)
    }
    await signInAs(page, address, 'ctnm-supervisor')

    await page.goto(`${address}/nominals/${record}`)
    await page.getByRole('link', { name: 'Ask another unit to take over' }).click()
    await page.getByRole('button', { name: 'Ask them' }).click()
    await page.getByText('There is a problem').waitFor()
    await right('transfer-refused')
    await page.getByLabel(/Vesperlane/).check()
    await page
      .getByLabel('The unit that is to answer for them')
      .selectOption({ label: 'West Mercia Police: Public Protection Unit' })
      .catch(async () => page.getByLabel('The unit that is to answer for them').selectOption({ index: 3 }))
    await page.getByLabel('Why', { exact: true }).fill('They have moved to Hereford and report there from Monday')
    await page.getByRole('button', { name: 'Ask them' }).click()
    await page.getByRole('heading', { level: 1, name: /^Transfer from/ }).waitFor()
    await right('transfer')
    await page.getByLabel(/Vesperlane/).check()
    await page.getByLabel('Withdraw the request').check()
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.getByText(/^Withdrawn by/).waitFor()
    await page.goto(`${address}/transfers`)
    await right('transfers')

    await page.goto(`${address}/desks?q=west+midlands`)
    await right('desks')
    await page.locator('table').last().getByRole('link').first().click()
    await page.getByLabel('It is open in the hours below').check()
    await page.getByLabel('Hours of the week').fill('Monday to Friday 09:00 to 17:00')
    await page.getByLabel('Which desk answers while it is closed').selectOption('')
    await page.getByRole('button', { name: 'Keep it so' }).click()
    await page.getByRole('link', { name: 'Say which desk answers while this one is closed' }).waitFor()
    await right('desk-refused')
    await page.getByLabel('Which desk answers while it is closed').selectOption({ index: 2 })
    await page.getByRole('button', { name: 'Keep it so' }).click()
    await page.getByText(/^While it is closed .* answers\.$/).waitFor()
    await right('desk')

    await page.goto(`${address}/nominals/${record}`)
    await right('record')
    await page.getByRole('link', { name: 'Let a partner join' }).click()
    await page.getByLabel('Unit', { exact: true }).selectOption({ index: 5 })
    await page.getByLabel('Read: reads everything').check()
    await page.getByLabel('Last day').fill('1 3 2027')
    await page.getByLabel('Why', { exact: true }).fill('They visit the address for the force')
    await page.getByRole('button', { name: 'Let them join' }).click()
    await page.getByText('1 March 2027').waitFor()
    await right('partners')

    assert.deepEqual(complaints, [])
    await context.close()
  })
