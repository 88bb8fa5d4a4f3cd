import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openTemplates } from '../src/platform/templates.ts'
import { frameFor, previews } from './support/preview.ts'
import { samples } from './support/samples/pages.ts'

const render = openTemplates({ strictly: true })
const html = Object.entries(samples).map(([name, sample]) => ({
  name,
  sample,
  html: render(sample.template, sample.view, frameFor(sample.wearing)),
}))

test('every page there is has a sample', () => {
  const pages = globSync('src/**/*.njk').filter(file => readFileSync(file, 'utf8').startsWith('{% extends'))
  const sampled = Object.values(samples).map(({ template }) => `src/${template}.njk`)
  assert.ok(pages.length > 10)
  assert.deepEqual(
    pages.filter(page => !sampled.includes(page)),
    [],
  )
})

for (const { name, sample, html: text } of html) {
  test(`${name}: nothing inline that the content policy would refuse`, () => {
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)/)
    assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=|javascript:/i)
  })

  test(`${name}: a page about people is marked at the top and at the foot, and no other is`, () =>
    assert.equal(text.match(/Official-Sensitive/g)?.length ?? 0, sample.view.aboutPeople ? 2 : 0))

  test(`${name}: an id names one thing`, () => {
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    )
  })

  test(`${name}: every form that changes something carries the anti-forgery token`, () => {
    const forms = text.match(/<form[^>]*method="post"[^]*?<\/form>/g) ?? []
    // A form with files is read after the check, so it has its token in the address.
    const without = forms.filter(form =>
      form.includes('enctype="multipart/form-data"')
        ? !/action="[^"]*\?formToken=./.test(form)
        : !form.includes('name="formToken"'),
    )
    // Signing in to the demonstration comes before there is a session; the provider has its own key.
    assert.equal(without.length, name === 'demonstration' ? 1 : 0)
  })
}

test('what a view holds is escaped', () => {
  const [sample] = Object.values(samples)
  const view = { ...sample!.view, title: '<img src=x onerror=alert(1)>' }
  assert.doesNotMatch(render('pages/message', { ...view, sentences: ['<b>'], links: [] }, frameFor(null)), /<img|<b>/)
})

test('a page with errors says so in its title, and each error leads to a field that is there', () => {
  const refused = html.filter(({ sample }) => 'errors' in sample.view && sample.view.errors.length > 0)
  assert.ok(refused.length > 2)
  for (const { html: text } of refused) {
    assert.match(text, /<title>Error: /)
    for (const [, id] of text.matchAll(/<li><a href="#([^"]+)">/g)) assert.match(text, new RegExp(`id="${id}"`))
  }
})

test('at contact there is no name, no date and no record number on the page', () => {
  const { html: text } = html.find(({ name }) => name === 'record-contact')!
  const main = /<main[^]*?<\/main>/.exec(text)![0]
  assert.doesNotMatch(main, /Maddocks|Thray|CN-26|\b(19|20)\d\d\b|West Mercia/)
})

let app: FastifyInstance
before(async () => {
  app = await previews()
})
after(() => app.close())

test('a page is kept by nobody, framed by nobody, and runs nothing of its own', async () => {
  const { headers } = await app.inject('/preview/record')
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['referrer-policy'], 'no-referrer')
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(policy, /unsafe/)
})

test('built files are named after their content and kept for a year', async () => {
  const { body } = await app.inject('/preview/sign-in')
  const addresses = [...body.matchAll(/"(\/public\/[^"]+)"/g)].map(([, address]) => address!)
  assert.equal(addresses.length, 3)
  for (const address of addresses) {
    const { statusCode, headers } = await app.inject(address)
    assert.equal(statusCode, 200)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['x-content-type-options'], 'nosniff')
  }
})

test('outside public/ no file is served', async () => {
  for (const path of [
    '/public/',
    '/public/../package.json',
    '/public/%2e%2e/package.json',
    '/public/..%2fpackage.json',
  ])
    assert.ok((await app.inject(path)).statusCode >= 400, path)
})
