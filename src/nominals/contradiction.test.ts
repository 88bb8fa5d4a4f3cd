import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradictionsIn } from './contradiction.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const said = { id: '1', recordedAt: '2026-11-20T10:00:00Z', from: null, to: null }
const whereabouts = (...kinds: readonly string[]) => kinds.map(kind => ({ ...said, kind, place: '' }))
const nothing = { whereabouts: [], custody: [], releaseDates: [] }
const release = (onDay: string) => [{ ...said, kind: 'release', onDay }]

for (const [what, facts, told] of [
  ['nothing', nothing, []],
  ['dead alone', { ...nothing, whereabouts: whereabouts('dead') }, []],
  ['wanted and on bail', { ...nothing, whereabouts: whereabouts('wanted', 'bail') }, []],
  [
    'dead, and a release that has passed',
    { ...nothing, whereabouts: whereabouts('dead'), releaseDates: release('2026-11-22') },
    [],
  ],
  [
    'dead, and wanted until yesterday',
    { ...nothing, whereabouts: [...whereabouts('dead'), { ...said, kind: 'wanted', place: '', to: '2026-11-22' }] },
    [],
  ],
  ['dead and wanted', { ...nothing, whereabouts: whereabouts('dead', 'wanted') }, [/died.*wanted/]],
  ['dead and on bail', { ...nothing, whereabouts: whereabouts('bail', 'dead') }, [/died.*on bail/]],
  [
    'dead, and a release to come',
    { ...nothing, whereabouts: whereabouts('dead'), releaseDates: release('2027-01-05') },
    [/died.*5 January 2027, which is still to come/],
  ],
  [
    'dead, and in custody',
    {
      ...nothing,
      whereabouts: whereabouts('dead'),
      custody: [{ ...said, place: 'HMP Hewell', inCustody: true, releaseOn: '2027-03-01' }],
    },
    [/in custody/, /1 March 2027/],
  ],
] as const)
  test(`of ${what} ${told.length === 0 ? 'nothing is told' : 'the contradiction is told'}`, () => {
    const found = contradictionsIn(facts, today)
    assert.equal(found.length, told.length, found.join())
    for (const [at, words] of told.entries()) assert.match(found[at]!, words)
  })
