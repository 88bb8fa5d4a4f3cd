// Somebody types, is called away, and comes back to a session that has ended: what they typed is there for them, and for nobody else at
// that browser. In a real browser, with script and without.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import pg from 'pg'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { hashOfToken } from '#platform'
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
const nominal = await aNominal(owner, {
  unit: 'CTWM-NM',
  counterTerrorism: true,
  names: [{ forenames: 'Ottoline', surname: 'Brackenbury' }],
  manager: 'ctnm-officer',
})
const form = `${address}/nominals/${nominal}/facts/adjustment/new`
const [need, adjustment] = ['Hard of hearing in the left ear', 'Speak on the right side.\nNo telephone.']

const signIn = async (page: Page, as: string): Promise<void> => {
  await page
    .getByRole('link', { name: /Sign in/ })
    .or(page.getByRole('button', { name: /Sign in/ }))
    .first()
    .click()
  await page.locator(`button[value="${as}"]`).click()
}
const typeInto = async (page: Page): Promise<void> => {
  await page.locator('[name="need"]').fill(need)
  await page.locator('[name="adjustment"]').fill(adjustment)
}
const typedIn = (page: Page) =>
  Promise.all([page.locator('[name="need"]').inputValue(), page.locator('[name="adjustment"]').inputValue()])
const idleOut = async (context: BrowserContext): Promise<void> => {
  const token = (await context.cookies()).find(({ name }) => name === 'concord_session')!.value
  await owner.query(`update session set seen_at = now() - interval '16 minutes' where token_hash = $1`, [
    hashOfToken(token),
  ])
}
const accessible = async (page: Page): Promise<void> =>
  assert.deepEqual(
    await page.evaluate(
      `(async () => { if (!window.axe) { ${axe} }; return (await window.axe.run(document)).violations.map(({ id }) => id) })()`,
    ),
    [],
  )

test('without script: the button is pressed too late, and the form comes back as it was', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(form)
  await signIn(page, 'ctnm-officer')
  await page.waitForURL(form)
  await typeInto(page)
  await idleOut(context)
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('What you had typed is kept for you alone').waitFor()

  // A colleague signs in at the same browser first: a plain form, and nothing said of what is kept.
  await signIn(page, 'ctnm-supervisor')
  await page.waitForURL(form)
  assert.deepEqual(await typedIn(page), ['', ''])
  assert.equal(await page.getByText('What you had typed').count(), 0)
  await page.getByRole('button', { name: 'Sign out' }).click()

  await page.goto(form)
  await signIn(page, 'ctnm-officer')
  await page.getByText('What you had typed here by').waitFor()
  assert.deepEqual(await typedIn(page), [need, adjustment])
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('Hard of hearing in the left ear').first().waitFor()
  await page.goto(form)
  assert.deepEqual(await typedIn(page), ['', ''])
  await context.close()
})

test('with script: the page goes away by itself, and what was typed without pressing anything comes back', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(form)
  await signIn(page, 'ctnm-officer')
  await page.waitForURL(form)
  await page.clock.install()
  await page.goto(form)
  await typeInto(page)
  await page.clock.runFor('01:05')
  const rows = async () => (await owner.query<{ fields: { need: string } }>('select fields from draft')).rows
  await page.waitForResponse('**/drafts').catch(() => undefined)
  assert.equal((await rows())[0]?.fields.need, need)

  await page.locator('[name="need"]').fill(`${need}, and short-sighted`)
  await idleOut(context)
  await page.clock.runFor('14:00')
  await page.getByRole('heading', { name: 'You have been signed out' }).waitFor()
  assert.doesNotMatch(await page.content(), /Brackenbury|Hard of hearing/)
  await page.getByText('What you had typed is kept for you alone').waitFor()
  await accessible(page)

  await page.getByRole('link', { name: 'Sign in and come back to this page' }).click()
  await signIn(page, 'ctnm-officer')
  await page.getByText('What you had typed here by').waitFor()
  assert.deepEqual(await typedIn(page), [`${need}, and short-sighted`, adjustment])
  await accessible(page)

  await page.getByRole('button', { name: 'Throw it away' }).click()
  await page.waitForURL(form)
  assert.deepEqual(await typedIn(page), ['', ''])
  assert.deepEqual(await rows(), [])
  assert.deepEqual(complaints, [])
  await context.close()
})
