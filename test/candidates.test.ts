// Before a record is created: who is on record already that this may be, by number, by name with date of birth, by close names; and
// no more of anybody than the asker's access shows.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { beginApiSession } from '#access'
import { candidatesFor, type SomebodyKnown } from '#nominals'
import { act, hashOfToken, openPool } from '#platform'
import { aNominal } from './support/nominal.ts'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
const db = openPool(database.appUrl, { max: 2 })
after(() => Promise.all([owner.end(), db.close()]))

const lead = { unit: 'CTWM-NM', counterTerrorism: true, manager: 'ctnm-officer' }
const wilfred = await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Wilfred', surname: 'Quarrington' }],
  bornOn: '1979-02-11',
  numbers: [['pnc', '2002/0073319Z']],
})
const cousin = await aNominal(owner, {
  names: [{ forenames: 'Wilfrid', surname: 'Quarington' }],
  bornOn: '1990-01-01',
  unit: '22-PPU',
})
await aNominal(owner, {
  ...lead,
  names: [{ forenames: 'Wilfred', surname: 'Quarrington' }],
  bornOn: '1979-02-11',
  numbers: [['noms', 'A8126DY']],
  excluded: ['ctnm-officer', 'ctnm-officer-elsewhere'],
})

const today = Temporal.PlainDate.from('2026-11-23')
const candidates = async (signIn: string, known: Partial<SomebodyKnown>) => {
  const tokenHash = hashOfToken(await beginApiSession(db, signIn, 'candidates'))
  return act(db, { tokenHash, client: 'test' }, async tx => ({
    result: await candidatesFor(tx, { names: [], bornOn: null, identifiers: [], ...known }, today),
    audit: { action: 'nominals.compared' },
  }))
}
const name = { forenames: 'Wilfred', surname: 'Quarrington' }
const bornOn = Temporal.PlainDate.from('1979-02-11')

test('a number in any form finds its bearer, whatever the name', async () => {
  for (const text of ['02/73319z', 'PNC 2002/73319Z'])
    for (const kind of ['pnc', null] as const) {
      const { hits } = await candidates('ctnm-officer', {
        names: [{ forenames: 'Barnaby', surname: 'Oakenshott' }],
        identifiers: [{ kind, text }],
      })
      assert.deepEqual(
        hits.map(({ id, why }) => [id, why]),
        [[wilfred, ['Same PNC number']]],
      )
    }
})

test('the name with the date of birth comes before close names, and everyone is there once', async () => {
  const { hits, contacts, subjects } = await candidates('ctnm-officer', {
    names: [name, { forenames: 'Wilf', surname: 'Quarrington' }],
    bornOn,
    identifiers: [{ kind: null, text: '2002/0073319Z' }],
  })
  assert.deepEqual(
    hits.map(({ id }) => id),
    [wilfred, cousin],
  )
  assert.deepEqual(contacts, [])
  assert.deepEqual(new Set(subjects.map(({ nominal }) => nominal)), new Set([wilfred, cousin]))
})

test('who may learn no more than whom to ring learns that, and by a full name with the full date of birth only', async () => {
  const found = await candidates('ctnm-officer-elsewhere', { names: [name], bornOn })
  assert.deepEqual([found.hits.map(({ id }) => id), found.contacts.length], [[cousin], 1])
  const without = await candidates('ctnm-officer-elsewhere', { names: [name] })
  assert.deepEqual([without.hits.map(({ id }) => id), without.contacts.length], [[cousin], 0])
})

test('of a record that is none nothing is said, by its number either', async () => {
  const { hits, contacts } = await candidates('ctnm-officer', { identifiers: [{ kind: 'noms', text: 'A8126DY' }] })
  assert.deepEqual([hits, contacts], [[], []])
})

test('of nobody known nothing is asked', async () => {
  const { hits } = await candidates('ctnm-officer', { names: [{ forenames: 'J', surname: '' }] })
  assert.deepEqual(hits, [])
})
