import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filledIn } from './draft-filling.ts'
import { draftIn } from './draft.ts'

const form = `<form action="/a?b=1&amp;c=2" method="post" novalidate data-keep>
  <input type="hidden" name="formToken" value="t"><input type="hidden" name="formAt" value="/a"><input type="hidden" name="version" value="1">
  <input name="line" value="old"><textarea name="words">old</textarea><input type="file" name="photo">
  <select name="kind"><option value="">Choose</option><optgroup label="x"><option value="B" selected>B</option></optgroup><option value="C">C</option></select>
  <input type="radio" name="sure" value="yes" checked><input type="radio" name="sure" value="no">
  <input type="checkbox" name="some" value="1" checked><input type="checkbox" name="some" value="2"><input type="checkbox" name="some" value="3">
  <button type="submit" name="go" value="1">Send</button>
</form>`
const page = `<!DOCTYPE html><h1>A &amp; B</h1><form action="/other" method="post"><input name="line"></form>${form}<p>after</p>`
const action = '/a?b=1&c=2'
const filled = (fields: Record<string, string | string[]>): string =>
  filledIn(page, [{ action, fields, note: '<p>note</p>' }])

test('every kind of field is as it was typed, and nothing outside the form is touched', () => {
  const html = filled({
    formToken: 'theirs',
    formAt: '/theirs',
    version: '2',
    line: '"><script>alert(1)</script>',
    words: '\nfirst & <b>second</b>',
    kind: 'C',
    sure: 'no',
    some: ['2', '3'],
    photo: 'x',
    go: '9',
  })
  assert.ok(html.startsWith(page.slice(0, page.indexOf(form)) + '<p>note</p><form'))
  assert.ok(html.endsWith('</form><p>after</p>'))
  for (const part of [
    'name="formToken" value="t"',
    'name="formAt" value="/a"',
    'name="version" value="2"',
    'name="line" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"',
    '<textarea name="words">\n\nfirst &amp; &lt;b&gt;second&lt;/b&gt;</textarea>',
    '<option value="B">B</option>',
    '<option value="C" selected="">',
    '<input type="radio" name="sure" value="yes">',
    '<input type="radio" name="sure" value="no" checked="">',
    'value="1"><input type="checkbox" name="some" value="2" checked=""><input type="checkbox" name="some" value="3" checked="">',
    '<input type="file" name="photo">',
    '<button type="submit" name="go" value="1">',
  ])
    assert.ok(html.includes(part), `${part}\n${html}`)
})

test('what was not typed stays as the page has it, but a box that was not ticked is not', () => {
  const html = filled({ line: 'new' })
  assert.ok(html.includes('<textarea name="words">old</textarea>'))
  assert.ok(html.includes('<input type="checkbox" name="some" value="1"><'))
})

test('a form that is sent elsewhere, or keeps nothing, is left alone', () => {
  assert.equal(filledIn(page, [{ action: '/other', fields: { line: 'x' }, note: '' }]), page)
  assert.equal(filledIn(page, []), page)
})

test('names that every object has are fields like others', () => {
  const html = '<form action="/a" data-keep><input name="constructor" value=""><input name="__proto__" value=""></form>'
  assert.ok(!filledIn(html, [{ action: '/a', fields: { x: '1' }, note: '' }]).includes('function'))
})

for (const [what, body, address] of [
  ['says nowhere where it stands', { line: 'a' }, '/a'],
  ['says that it stands on another site', { formAt: '//elsewhere.example/x', line: 'a' }, '/a'],
  ['holds nothing', { formAt: '/a', formToken: 't' }, '/a'],
  ['is sent to another site', { formAt: '/a', formAction: 'https://elsewhere.example/', line: 'a' }, '/a'],
  ['is larger than any form', { formAt: '/a', line: 'a'.repeat(300_000) }, '/a'],
  [
    'has more fields than any form',
    { formAt: '/a', ...Object.fromEntries(Array.from({ length: 301 }, (_, n) => [n, 'a'])) },
    '/a',
  ],
  ['is none', null, '/a'],
] as const)
  test(`what ${what} is not kept`, () => assert.equal(draftIn(body, address), undefined))

test('what was typed is kept by the names of its fields, without what belongs to the session', () => {
  const { id, ...draft } = draftIn(
    { formAt: '/a/new', formToken: 't', line: 'a\0b\ud800', some: ['1', '2'], odd: { a: 1 } },
    '/a',
  )!
  assert.ok(id)
  assert.deepEqual(draft, { at: '/a/new', action: '/a', fields: { line: 'ab\ufffd', some: ['1', '2'] } })
})
