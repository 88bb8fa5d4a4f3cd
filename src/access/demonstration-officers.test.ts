import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { demonstrationOfficers, demonstrationSignIns } from './demonstration-officers.ts'

test('the demonstration can be signed in to as everyone whom the design names', () => {
  assert.deepEqual(
    demonstrationSignIns.map(({ signIn }) => signIn),
    `ctnm-officer ctnm-supervisor ctnm-duty-officer ctnm-region-lead ctnm-officer-elsewhere force-officer force-contact control-room
     nsd-practitioner nsd-senior prison-officer mappa-coordinator national-coordinator interventions-lead reconciliation-desk pcc-reader
     inspector auditor data-protection-officer data-steward administrator`.split(/\s+/),
  )
  assert.deepEqual(
    demonstrationSignIns.filter(({ tryThis }) => tryThis === ''),
    [],
  )
})

test('every role is worn by somebody', async () => {
  const { rows } = JSON.parse(await readFile(new URL('../../reference/roles.json', import.meta.url), 'utf8')) as {
    rows: { code: string }[]
  }
  const worn = new Set<string>(demonstrationSignIns.map(({ role }) => role))
  assert.deepEqual(
    rows.map(({ code }) => code).filter(code => !worn.has(code)),
    [],
  )
})

test('two officers of one unit share a written name, so that a manager’s name may be nobody’s', () => {
  const written = demonstrationOfficers.map(({ unit, sourceName }) => `${unit} ${sourceName}`)
  assert.deepEqual(
    written.filter((name, at) => written.indexOf(name) !== at),
    ['22-PPU DC J. Palmer'],
  )
})
