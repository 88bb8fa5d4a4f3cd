import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { identifierKeys } from './identifier-keys.ts'
import { readIdentifier, writtenForms } from './identifier.ts'

const asOf = Temporal.PlainDate.from('2026-11-23')
const keys = (text: string) =>
  identifierKeys(text, asOf).map(({ kind, key, valid }) => `${kind} ${key}${valid ? '' : ' ?'}`)

for (const [typed, found] of [
  ['PNC 02/73319Z', ['pnc 2002/0073319Z']],
  ['PNC ID: 02/73319Z', ['pnc 2002/0073319Z']],
  ['visor v14 8404520', ['register-reference V14/8404520']],
  ['V14/8404520', ['register-reference V14/8404520']],
  ['CRN: x320741', ['crn X320741']],
  ['x320741', ['crn X320741', 'passport X320741']],
  ['NI number PE 36 05 66 A', ['nino PE360566', 'nino PE360566A']],
  ['PE360566', ['nino PE360566', 'nino PE360566A', 'nino PE360566B', 'nino PE360566C', 'nino PE360566D']],
  ['passport no. 123456789', ['passport 123456789']],
  ['a1234bc', ['noms A1234BC']],
  ['Ratcliffe', []],
  ['3 July 1982', []],
  ['', []],
  ['12', []],
  ['9'.repeat(500), []],
] as const)
  test(`"${typed.slice(0, 40)}" may be ${found.join(' or ') || 'no number'}`, () =>
    assert.deepEqual(keys(typed), found))

for (const [typed, found] of [
  ['2002/0073319Z', 'pnc 2002/0073319Z'],
  ['02/73319z', 'pnc 2002/0073319Z'],
  ['2002 73319Z', 'pnc 2002/0073319Z'],
  ['200273319Z', 'pnc 2002/0073319Z'],
  ['065656/91H', 'cro 065656/91H'],
  ['65656/91h', 'cro 065656/91H'],
] as const)
  test(`"${typed}" may be ${found}, whatever else it may be`, () => assert.ok(keys(typed).includes(found)))

test('a number with a wrong check letter is found under its faulty form, marked as not valid', () =>
  assert.ok(keys('01/171310S').includes('pnc 2001/0171310S ?')))

test('a stored number, valid or not, is found in every form in which it may be typed', () => {
  const stored = [
    readIdentifier('pnc', '2002/0073319Z', asOf),
    readIdentifier('pnc', '2001/0171310S', asOf),
    readIdentifier('cro', '65656/91H', asOf),
    readIdentifier('cro', '85227/65G', asOf),
    readIdentifier('nino', 'PE360566A', asOf),
    readIdentifier('register-reference', 'V14/0404520', asOf),
    readIdentifier('asn', '24/44AB/01/123456X', asOf),
  ]
  for (const identifier of stored)
    for (const form of writtenForms(identifier, asOf))
      assert.ok(
        identifierKeys(form.toLowerCase(), asOf).some(
          ({ kind, key }) => kind === identifier.kind && key === identifier.key,
        ),
        form,
      )
})

test('any typed text gives keys without an error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), text => {
      for (const { key } of identifierKeys(text, asOf)) assert.ok(key.length > 0 && key.length <= 40)
    }),
  )
})
