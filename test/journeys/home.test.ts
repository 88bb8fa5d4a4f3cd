// An officer begins the day on Home: sees what is overdue and why, puts it right, reads what a colleague recorded, archives a record and
// brings it back; in a real browser, wide, on a small screen, and without script.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium } from 'playwright-core'
import { dayOf, type NominalId } from '#platform'
import { findBrowser } from '../support/browser.ts'
import { chromiumArguments, complaintsOf, looksRight, signInAs, ways } from '../support/journey.ts'
import { addFact, aNominal } from '../support/nominal.ts'
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
const today = dayOf(Temporal.Now.instant())

/** A boy of fifteen whose marker should have been reviewed, and of whom a colleague has said something since yesterday. */
const aChild = async (): Promise<NominalId> => {
  // the caseload of before is a colleague's from now
  await owner.query(
    `with closed as (update record_manager set during = tstzrange(lower(during), now()) where upper_inf(during) returning *)
     insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id)
     select gen_random_uuid(), c.nominal_id, c.recorded_by, c.agency_id, 'officer', tstzrange(now(), null), o.id from closed c, officer o where o.subject = 'ctnm-duty-officer'`,
  )
  const child = await aNominal(owner, {
    names: [{ forenames: 'Piran', surname: 'Trelawny' }],
    unit: 'CTWM-NM',
    counterTerrorism: true,
    manager: 'ctnm-officer',
    bornOn: today.subtract({ years: 15 }).toString(),
  })
  await addFact(owner, child, 'marker', {
    scheme: 'any',
    code: 'W',
    words: 'Weapons',
    verified: true,
    review_on: today.subtract({ days: 20 }).toString(),
  })
  for (const table of ['known_name', 'birth', 'basis', 'marker'])
    await owner.query(`update ${table} set recorded_at = recorded_at - interval '2 days' where nominal_id = $1`, [
      child,
    ])
  const who = async (signIn: string) =>
    (
      await owner.query<{ id: string; agency_id: string }>('select id, agency_id from officer where subject = $1', [
        signIn,
      ])
    ).rows[0]!
  const [officer, supervisor] = [await who('ctnm-officer'), await who('ctnm-supervisor')]
  await owner.query(
    `insert into last_look (officer_id, nominal_id, looked_at) values ($1, $2, now() - interval '1 day')`,
    [officer.id, child],
  )
  await addFact(owner, child, 'language', {
    language: 'Cornish',
    source_kind: 'officer',
    recorded_by: supervisor.id,
    agency_id: supervisor.agency_id,
  })
  return child
}

for (const [way, options] of Object.entries(ways))
  test(`${way}: an officer sees what is due and why, puts it right, archives the record and brings it back`, async () => {
    const child = await aChild()
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const right = () => looksRight(page, options)
    await signInAs(page, address, 'ctnm-officer')

    await page.goto(address)
    const due = page.locator('#due')
    assert.match(
      await due.innerText(),
      /Overdue\s+Was due .*, 20 days ago[^]*Piran Trelawny[^]*Review of a marker: Weapons/,
    )
    assert.match(await page.locator('#changed').innerText(), /Piran Trelawny[^]*Language added/)
    await due.locator('summary').first().click()
    await due.getByText('Data Protection Act 2018, section 39').first().waitFor()
    await right()
    await page.goto(`${address}/due`)
    await page.getByRole('heading', { level: 1, name: 'Due' }).waitFor()
    await right()

    await page.goto(`${address}/nominals/${child}`)
    await page.getByText('Under 18: 15 years old').waitFor()
    assert.match(await page.locator('#since').innerText(), /Language added/)
    await right()
    await page.getByRole('link', { name: 'Add: parent or carer' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Add a contact' }).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Wenna Trelawny')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.goto(`${address}/nominals/${child}`)
    assert.doesNotMatch(await page.locator('.child').innerText(), /parent or carer/)
    assert.match(await page.locator('#person').innerText(), /Parent or carer/)

    await page.goto(`${address}/nominals/${child}/facts/archiving/new`)
    await page.getByLabel('Why it is archived').fill('He has moved abroad with his mother.')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.goto(`${address}/nominals/${child}`)
    await page.getByText('This record is archived: He has moved abroad with his mother.').waitFor()
    await page.getByText('Nothing is overdue or due in the next eight weeks.').waitFor()
    await right()
    await page.getByRole('link', { name: 'End the archiving, which brings it back' }).click()
    await page.locator('input[name="to"]').fill(today.subtract({ days: 1 }).toString())
    await page.getByRole('button', { name: /End it/ }).click()
    await page.goto(`${address}/nominals/${child}`)
    await page.getByText('Review of a marker: Weapons').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
