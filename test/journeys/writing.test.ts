// An officer writes on a record: adds, is told what is missing, corrects, meets somebody quicker, ends, reads the history and the record as
// it was; in a real browser, wide, on a small screen, and without script.
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

for (const [way, options] of Object.entries(ways))
  test(`${way}: an officer adds an address, corrects it, ends it, and reads what was said when`, async () => {
    const record = await aNominal(owner, {
      names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
      unit: 'CTWM-NM',
      counterTerrorism: true,
      manager: 'ctnm-officer',
    })
    const context = await browser.newContext(options)
    const [page, other] = [await context.newPage(), await context.newPage()]
    const complaints = [complaintsOf(page), complaintsOf(other)]
    const right = () => looksRight(page, options)
    await signInAs(page, address, 'ctnm-officer')

    await page.goto(`${address}/nominals/${record}`)
    await page.locator('#places details.adds summary').click()
    await right()
    await page.locator('#places').getByRole('link', { name: 'Address', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Add an address' }).waitFor()
    await right()

    await page.getByLabel('Number and street').fill('12 Mill Lane')
    await page.getByLabel('From', { exact: true }).fill('31 2 2026')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('There is a problem').waitFor()
    for (const reason of [
      'Choose the kind of address',
      'Choose whether children live there',
      'The first day must be a date, like 23 11 2026, or be left empty',
    ])
      assert.ok(await page.getByRole('link', { name: reason }).isVisible(), reason)
    assert.equal(await page.getByLabel('Number and street').inputValue(), '12 Mill Lane')
    await right()

    await page.getByLabel('Home', { exact: true }).check()
    await page.getByLabel('Not known').check()
    await page.getByLabel('Town').fill('Telford')
    await page.getByLabel('From', { exact: true }).fill('1/11/26')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('12 Mill Lane, Telford').first().waitFor()
    await right()

    await page
      .locator('#places')
      .getByRole('link', { name: /DC Ruth Ashdown/ })
      .click()
    await page.getByText('What was said here').waitFor()
    await right()
    await other.goto(page.url())
    await other.getByRole('link', { name: 'Correct it' }).click()
    await page.getByRole('link', { name: 'Correct it' }).click()
    await right()
    assert.equal(await page.getByLabel('From', { exact: true }).inputValue(), '1 November 2026')
    await page.getByLabel('Flat or room').fill('Flat 4')
    await page.getByLabel('Why it is corrected').fill('Misread at the door')
    await page.getByRole('button', { name: 'Correct it' }).click()
    await page.getByText('Flat 4, 12 Mill Lane, Telford').first().waitFor()

    // The same form, opened before that change, is told of it, and what was typed in it is there to be sent on top.
    await other.getByLabel('Who is there').fill('His sister')
    await other.getByRole('button', { name: 'Correct it' }).click()
    await other.getByText('Somebody else has changed this').waitFor()
    await looksRight(other, options)
    await other.getByLabel('Flat or room').fill('Flat 4')
    await other.getByRole('button', { name: 'Correct it' }).click()
    await other.getByText('There: His sister').first().waitFor()

    await page.goto(`${address}/nominals/${record}`)
    await page
      .locator('#places')
      .getByRole('link', { name: /DC Ruth Ashdown/ })
      .click()
    await page.getByRole('link', { name: 'End it' }).click()
    await right()
    await page.getByLabel('The last day on which it held').fill('20 November 2026')
    await page.getByRole('button', { name: 'End it' }).click()
    await page.getByText('1 earlier place').waitFor()

    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('heading', { level: 1, name: /History of/ }).waitFor()
    assert.ok(await page.getByText('Why: Misread at the door').isVisible())
    assert.equal(await page.getByText('Address changed').count(), 3)
    await right()
    await page.getByLabel('See the record as it was known on a day').fill('tomorrow')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('Enter a day up to today').waitFor()
    await right()
    await page.getByLabel('See the record as it was known on a day').fill('1 2 2020')
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByText('On 1 February 2020 nothing was known here of this person').waitFor()
    assert.ok(!(await page.content()).includes('Mill Lane'))
    await right()

    assert.deepEqual(complaints, [[], []])
    await context.close()
  })
