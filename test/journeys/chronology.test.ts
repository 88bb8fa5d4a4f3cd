// An officer reads a chronology, sifts it, adds an entry and graded intelligence, and records a death: in a real browser, wide, on a small
// screen, and without script.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium, type BrowserContextOptions } from 'playwright-core'
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

const isScripted = ({ javaScriptEnabled }: BrowserContextOptions): boolean => javaScriptEnabled !== false

for (const [way, options] of Object.entries(ways))
  test(`${way}: an officer sifts a chronology, adds to it, grades intelligence, and records where somebody is after a death`, async () => {
    const nominal = await aNominal(owner, {
      names: [{ forenames: 'Orrin', surname: 'Vesperlane' }],
      unit: 'CTWM-NM',
      counterTerrorism: true,
      manager: 'ctnm-officer',
      markers: ['Violent'],
      entries: [
        { happenedAt: '2026-11-20T18:40:00Z', words: 'Seen at home, nothing of note.' },
        {
          happenedAt: '2026-11-02T09:05:00Z',
          words: `Rang about a change of work. ${'He spoke of it for some time. '.repeat(20)}`,
        },
        { happenedAt: '2026-10-02T09:05:00Z', words: 'Met at the office.' },
      ],
    })
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const right = () => looksRight(page, options)

    await signInAs(page, address, 'ctnm-officer')
    await page.goto(`${address}/nominals/${nominal}/chronology`)
    await page.getByRole('heading', { level: 1, name: /Chronology of Orrin Vesperlane/ }).waitFor()
    assert.ok(await page.getByText('3 entries, newest first').isVisible())
    assert.ok(await page.getByText('Violent').first().isVisible())
    await right()
    if (isScripted(options)) {
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      assert.match(await page.locator(':focus').innerText(), /Rang about a change of work/)
      await page.keyboard.press('k')
      assert.match(await page.locator(':focus').innerText(), /Seen at home/)
    }

    await page.getByLabel('Words in it').fill('work')
    await page.getByLabel('From').fill('1 November 2026')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('1 of 3 entries').waitFor()
    assert.equal(await page.locator('mark').first().innerText(), 'work')
    assert.equal(await page.getByLabel('From').inputValue(), '1 November 2026')
    await right()
    await page.getByLabel('From').fill('the first')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('There is a problem').waitFor()
    assert.equal(await page.getByLabel('Words in it').inputValue(), 'work')
    await right()
    await page.getByRole('link', { name: 'Show everything' }).click()
    await page.getByText('3 entries, newest first').waitFor()

    await page.getByRole('link', { name: 'Add an entry' }).click()
    await right()
    await page.getByLabel('Kind of entry').selectOption('Arrest')
    if (isScripted(options)) assert.ok(await page.getByLabel('Fact').isChecked())
    else await page.getByLabel('Fact').check()
    await page.getByLabel('When it happened').fill('yesterday at 6.40pm')
    await page.getByLabel('In words').fill('Arrested at the yard on suspicion of affray.')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Arrested at the yard').waitFor()
    assert.match(await page.locator('.entry').first().innerText(), /Arrest\s+6:40pm/)

    await page.goto(`${address}/nominals/${nominal}/chronology`)
    await page.getByRole('link', { name: 'Add intelligence' }).click()
    await page.getByLabel('When it happened, or was reported').fill('yesterday')
    await page.getByLabel('In words').fill('Informant says that he means to move.')
    await page.getByLabel('2: Untested').check()
    await page.getByLabel('C: Known indirectly').check()
    await page.getByLabel('C: Lawful sharing').check()
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('There is a problem').waitFor()
    assert.equal(await page.getByLabel('In words').inputValue(), 'Informant says that he means to move.')
    assert.ok(await page.getByLabel('2: Untested').isChecked())
    await right()
    await page.getByLabel('Conditions of handling').fill('Not outside the police.')
    await page.getByLabel('I have read it again').check()
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Conditions of handling: Not outside the police.').waitFor()
    await right()

    await page.goto(`${address}/nominals/${nominal}/facts/entry/new?kind=DEATH`)
    await page.getByLabel('When it happened').fill('today')
    await page.getByLabel('In words').fill('Died in hospital.')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByRole('link', { name: 'Record where they are now' }).waitFor()
    await right()
    await page.getByRole('link', { name: 'Record where they are now' }).click()
    assert.equal(await page.getByLabel('Where', { exact: true }).inputValue(), 'dead')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Dead', { exact: false }).first().waitFor()

    await page.goto(`${address}/nominals/${nominal}/chronology`)
    await page.getByRole('link', { name: /^Events 2/ }).click()
    await page.getByText('2 of 6 entries').waitFor()
    await right()
    assert.deepEqual(complaints, [])
    await context.close()
  })
