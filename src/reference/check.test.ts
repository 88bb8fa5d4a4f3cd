import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Stop } from '#platform'
import { readReference } from './reference.ts'

const copies = mkdtempSync(join(tmpdir(), 'concord-reference-'))
after(() => rmSync(copies, { recursive: true }))

const spoilt = (file: string, change: (text: string) => string) => {
  const folder = join(mkdtempSync(join(copies, 'copy-')), 'reference')
  cpSync(new URL('../../reference/', import.meta.url), folder, { recursive: true })
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  assert.notEqual(change(before), before, 'the change changes something')
  writeFileSync(path, change(before))
  return () => readReference(pathToFileURL(`${folder}/`))
}

for (const [fault, file, from, to, sentence] of [
  ['a file that is no JSON', 'sexes.json', '{', '', /sexes\.json cannot be read as JSON/],
  ['a misspelt field', 'sexes.json', '"words"', '"wrods"', /sexes\.json: rows\.0/],
  ['a file that calls itself another', 'sexes.json', '"sexes"', '"roles"', /calls itself roles/],
  ['a code that stands twice', 'sexes.json', '"NS"', '"m"', /M stands twice/],
  [
    'a region that does not exist',
    'police-forces.json',
    '"CTWM"',
    '"CTXX"',
    /names the region CTXX, which is in no list/,
  ],
  ['a basis that does not exist', 'nominal-types.json', '"soa-2003-part-2"', '"soa"', /RSO .* names the basis soa/],
  [
    'an invented number called confirmed',
    'prisons.json',
    '"placeholder": true',
    '"placeholder": false',
    /is an invented number/,
  ],
  [
    'a desk with a telling name',
    'prisons.json',
    '"Public protection duty desk"',
    '"Security"',
    /must have one name everywhere/,
  ],
  [
    'a column of no file',
    'import-profiles/prison.json',
    '["RELEASE_DATE"]',
    '["RELEASED"]',
    /RELEASED is not one of its headings/,
  ],
  [
    'a field of no fact',
    'import-profiles/prison.json',
    '"release_on"',
    '"freed_on"',
    /the fact custody has no field freed_on/,
  ],
  [
    'a code for a referral to Prevent',
    'prison-alerts.json',
    '"Serious Crime Prevention Order"',
    '"Prevent referral"',
    /XSC in prison-alerts names a referral to Prevent, which is not kept here/,
  ],
  ['a list that does not exist', 'import-profiles/prison.json', '["prisons"]', '["jails"]', /there is no list jails/],
  [
    'a district of another area',
    'postcode-areas.json',
    '"DY10"',
    '"WR10"',
    /WR10 is no district of the postcode area DY/,
  ],
] as const)
  test(`${fault} is named in a sentence`, () =>
    assert.throws(
      spoilt(file, text => text.replace(from, to)),
      (error: unknown) => error instanceof Stop && sentence.test(error.message),
    ))
