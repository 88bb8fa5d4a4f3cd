// Every page, with invented people, in a real browser: wide, narrow and without script, held against axe and the content policy.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { previews } from '../support/preview.ts'
import { samples } from '../support/samples/pages.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { readonly id: string; readonly nodes: readonly { readonly target: readonly string[] }[] }

let app: FastifyInstance
let address: string
let browser: Browser
before(async () => {
  app = await previews()
  address = await app.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({
    executablePath: findBrowser(process.env['CONCORD_CHROMIUM']),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
after(async () => {
  await browser?.close()
  await app?.close()
})

/** Whatever the browser complains of from now on: errors of scripts, and what the content policy refused. */
const complaintsOf = (page: Page): readonly string[] => {
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    // A page that answers 404 or 422 is logged as such by the browser; that is what it is meant to answer.
    if (message.type() === 'error' && !/status of \d+/.test(message.text())) complaints.push(message.text())
  })
  return complaints
}

/** Opens a page, lets `look` at it, and closes it. */
const visit = async (name: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) => {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${address}/preview/${name}`)
    await look(page)
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
}

const violationsOn = async (page: Page): Promise<readonly string[]> => {
  const violations = await page.evaluate<readonly Violation[]>(
    `(async () => {
      if (!window.axe) { ${axe} }
      return (await window.axe.run(document, { resultTypes: ['violations'] })).violations
    })()`,
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const wide = { viewport: { width: 1280, height: 800 } }
const narrow = { width: 320, height: 640 }

test('every page is accessible, wide and narrow, and nothing runs off the side of a small screen', async t => {
  // One window for them all: opening one takes longer than looking at a page.
  const context = await browser.newContext(wide)
  const page = await context.newPage()
  for (const name of Object.keys(samples))
    await t.test(name, async () => {
      const complaints = complaintsOf(page)
      await page.setViewportSize(wide.viewport)
      await page.goto(`${address}/preview/${name}`)
      assert.deepEqual(await violationsOn(page), [])
      await page.setViewportSize(narrow)
      assert.deepEqual(await violationsOn(page), [])
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= narrow.width)
      assert.deepEqual(complaints, [])
      page.removeAllListeners()
    })
  await context.close()
})

test('without script a record can be read, its notes unfolded, and the end of the session known', async () => {
  await visit('record', { ...wide, javaScriptEnabled: false }, async page => {
    assert.match(await page.locator('.session-end').innerText(), /signed out at 6:55pm/)
    await page.locator('summary', { hasText: 'The rest of this note' }).click()
    assert.ok(await page.getByText('Next visit before the end of January').isVisible())
    assert.ok(await page.locator('[data-keys]').isHidden())
  })
})

test('the headline and the list of contents stay in sight while a record is read', async () => {
  await visit('record', wide, async page => {
    await page.getByRole('link', { name: 'Chronology' }).click()
    for (const part of [page.getByRole('heading', { level: 1 }), page.locator('.contents')]) {
      const box = await part.boundingBox()
      assert.ok(box && box.y >= 0 && box.y < 200)
    }
    assert.ok(await page.getByRole('heading', { name: 'Chronology' }).isVisible())
  })
})

test('the key / goes to the search box, j and k from entry to entry, and both can be switched off', async () => {
  await visit('record', wide, async page => {
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    assert.match(await page.locator('[data-entry]:focus').innerText(), /^Contact/)
    await page.keyboard.press('/')
    assert.equal(await page.locator(':focus').getAttribute('name'), 'q')
    await page.getByRole('button', { name: 'Switch them off' }).click()
    await page.keyboard.press('/')
    assert.equal(await page.locator(':focus').getAttribute('name'), null)
  })
})

test('a refused form opens on its errors, and an error leads to its field', async () => {
  await visit('refused-row-again', wide, async page => {
    assert.match((await page.locator(':focus').getAttribute('class')) ?? '', /govuk-error-summary/)
    await page.getByRole('link', { name: 'No force has the number 98' }).click()
    assert.equal(await page.locator(':focus').getAttribute('id'), 'column-5')
  })
})

test('two minutes before the end a person is warned, and can stay', async () => {
  const context = await browser.newContext(wide)
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${address}/preview/record`)
  await page.clock.runFor('12:30')
  assert.ok(await page.getByRole('dialog').isHidden())
  await page.clock.runFor('01:00')
  assert.match(await page.getByRole('dialog').innerText(), /signed out in 2 minutes/)
  assert.deepEqual(await violationsOn(page), [])
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.clock.runFor('05:00')
  assert.ok(await page.getByRole('heading', { name: 'Corwin Maddocks-Thray' }).isVisible())
  await context.close()
})

test('when a session is over, nothing of the record is left on the screen', async () => {
  const context = await browser.newContext(wide)
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${address}/preview/record`)
  await page.clock.runFor('15:02')
  assert.ok(await page.getByRole('heading', { name: 'You have been signed out' }).isVisible())
  assert.doesNotMatch(await page.content(), /Maddocks/)
  assert.deepEqual(await violationsOn(page), [])
  await context.close()
})

test('an impatient second press sends nothing again', async () => {
  await visit('sessions', wide, async page => {
    let sent = 0
    await page.route('**/sessions/*/end', route => {
      sent += 1
      return route.fulfill({ status: 204 }) // the browser stays on the page
    })
    const end = page.getByRole('button', { name: /^End/ }).first()
    await end.dblclick()
    await page.waitForTimeout(300)
    assert.equal(sent, 1)
  })
})
