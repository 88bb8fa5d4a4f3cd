import type { FactId } from '#nominals'
import type { OfficerId } from '#platform'
import type { Declaration, DeclarationId } from '../../../src/need-to-know/declaration.ts'
import { connectionView, declarationsView } from '../../../src/need-to-know/declaration.views.ts'
import type { ExclusionId, RestrictionId, Walls } from '../../../src/need-to-know/wall.ts'
import { wallsView, type WallGiven } from '../../../src/need-to-know/wall.views.ts'

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const until = Temporal.Instant.from('2027-04-01T00:00:00+01:00')
const open: Walls = { keeps: false, restriction: null, exclusions: [], over: [], parts: [] }
const shut: Walls = {
  keeps: true,
  restriction: {
    id: 'a1' as RestrictionId,
    shows: 'none',
    why: 'A source would be known by it',
    setBy: 'Detective Sergeant Glenys Penhallow',
    from: now.subtract({ hours: 30 }),
    until,
    members: [
      { officer: '71' as OfficerId, name: 'Detective Sergeant Glenys Penhallow', unit: 'Nominal Management' },
      { officer: '72' as OfficerId, name: 'Detective Constable Idris Penberthy', unit: null },
    ],
  },
  exclusions: [
    {
      id: 'b1' as ExclusionId,
      officerId: '73' as OfficerId,
      officer: 'Police Constable Winifred Tooley',
      kind: 'set',
      why: 'Was at school with the person',
      setBy: 'Detective Sergeant Glenys Penhallow',
      from: now.subtract({ hours: 20 }),
      until,
    },
    {
      id: 'b2' as ExclusionId,
      officerId: '74' as OfficerId,
      officer: 'Detective Constable Idris Penberthy',
      kind: 'family',
      why: 'My wife’s cousin',
      setBy: 'Detective Constable Idris Penberthy',
      from: now.subtract({ hours: 2 }),
      until: null,
    },
  ],
  over: [
    {
      id: 'b3',
      what: 'exclusion',
      whom: 'Edmund Carrow',
      kind: 'conflict',
      why: 'Neighbours',
      setBy: 'Edmund Carrow',
      from: now.subtract({ hours: 900 }),
      at: now.subtract({ hours: 40 }),
      endedBy: 'Detective Sergeant Glenys Penhallow',
      endedWhy: 'It was somebody else of that name',
    },
    {
      id: 'a2',
      what: 'restriction',
      whom: '',
      kind: 'contact',
      why: '',
      setBy: 'Detective Sergeant Glenys Penhallow',
      from: now.subtract({ hours: 900 }),
      at: now.subtract({ hours: 50 }),
      endedBy: null,
      endedWhy: null,
    },
  ],
  parts: [
    { kind: 'entry', id: '51' as FactId, restricted: true },
    { kind: 'file', id: '52' as FactId, restricted: false },
  ],
}
const nothing: WallGiven = {
  officers: '',
  shows: '',
  reason: '',
  until: '',
  officer: '',
  why: '',
  last: '',
  exclusion: '',
  ending: '',
  over: '',
}
const somebody = { name: 'Silvester Pennyfold', given: nothing, refusals: [] }
const blank = { kind: '', words: '', called: '', born: '' }
const declared: Declaration = {
  id: 'c1' as DeclarationId,
  kind: 'family',
  words: 'My brother',
  how: 'beforehand',
  called: 'Leopold Marchbanks',
  born: '1984-02-29',
  declaredAt: now,
}

/** Who may see a record, and what officers declare of themselves. */
export const wallSamples = {
  walls: wallsView('41', { ...somebody, walls: shut }),
  'walls-read': wallsView('41', { ...somebody, walls: { ...shut, keeps: false, exclusions: [], over: [] } }),
  'walls-none': wallsView('41', { ...somebody, walls: open }),
  'walls-of-entry': wallsView('41', {
    ...somebody,
    part: { kind: 'entry', id: '51' },
    said: { label: 'Visit', value: 'Answered the door himself', source: 'West Mercia Police' },
    walls: { ...shut, parts: [] },
  }),
  'walls-of-file': wallsView('41', {
    ...somebody,
    part: { kind: 'file', id: '52' },
    said: { label: 'Document', value: 'Letter to the landlord', source: 'West Mercia Police' },
    walls: { ...open, keeps: true },
  }),
  'walls-with-files': wallsView('41', {
    ...somebody,
    files: [
      { id: '52', words: 'Photograph: at the door' },
      { id: '53', words: 'Document: letter to the landlord' },
    ],
    walls: shut,
  }),
  'walls-refused': wallsView('41', {
    name: 'Silvester Pennyfold',
    walls: { ...open, keeps: true },
    given: { ...nothing, officers: 'DS Nobody', officer: 'DS Nobody', until: '31 2 2027' },
    refusals: [
      { field: 'officers', text: 'No officer is called “DS Nobody”' },
      { field: 'shows', text: 'Choose what everybody else is shown' },
      { field: 'reason', text: 'Say why, in 10 characters or more' },
      { field: 'until', text: 'Enter the last day, like 23 11 2027' },
    ],
  }),
  declarations: declarationsView([declared, { ...declared, how: 'record', called: '', born: null }], blank, []),
  'declarations-refused': declarationsView([], { ...blank, called: 'Leopold' }, [
    { field: 'called', text: 'Enter the whole name: forename and surname' },
    { field: 'born', text: 'Enter the full date of birth, like 3 7 1982' },
    { field: 'kind', text: 'Choose what you are to the person' },
    { field: 'words', text: 'Say how you are connected' },
  ]),
  'declaration-of-somebody': connectionView('41', 'Silvester Pennyfold', blank, []),
  'declaration-at-contact': connectionView('41', '', blank, [
    { field: 'kind', text: 'Choose what you are to the person' },
  ]),
}
