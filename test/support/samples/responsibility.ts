import type { CoverKept } from '../../../src/responsibility/cover.ts'
import type { OfficerStanding, TrainingId } from '../../../src/responsibility/training.ts'
import { trainingView } from '../../../src/responsibility/training.views.ts'
import { managerView } from '../../../src/responsibility/manager.views.ts'
import { coverView } from '../../../src/responsibility/cover.views.ts'
import { deskAsTyped, desksView, deskView } from '../../../src/responsibility/desk.views.ts'
import type { NominalId, OfficerId, UnitId } from '#platform'
import type { PartnerId } from '../../../src/responsibility/partner.ts'
import { partnersView } from '../../../src/responsibility/partner.views.ts'
import { handoverPolicy, type Handover, type HandoverId } from '../../../src/responsibility/handover.ts'
import { handoverView } from '../../../src/responsibility/handover.views.ts'
import type { TransferId, TransferItem, TransferItemId } from '../../../src/responsibility/transfer.ts'
import { askTransferView, transfersView, transferView } from '../../../src/responsibility/transfer.views.ts'

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const units = [
  { id: '11' as UnitId, name: 'Public Protection Unit', agency: 'West Mercia Police' },
  { id: '12' as UnitId, name: 'Nominal Management', agency: 'Counter Terrorism Policing North West' },
]
const item = (n: number, more: Partial<TransferItem> = {}): TransferItem => ({
  id: `${n}` as TransferItemId,
  nominal: `2${n}` as NominalId,
  name: `Corwin Maddocks-Thray ${n}`,
  quote: '4KDX-22HA',
  status: 'community',
  markers: ['Weapons'],
  urgent: false,
  dueAt: now.add({ hours: 24 }),
  answer: null,
  words: '',
  manager: null,
  answeredBy: null,
  answeredAt: null,
  ...more,
})
const transfer = {
  id: '31' as TransferId,
  from: 'Nominal Management, Counter Terrorism Policing West Midlands',
  to: 'Public Protection Unit, West Mercia Police',
  toUnit: '11' as UnitId,
  officer: 'PC Joanne Merrick',
  reason: 'They have moved to Hereford and report there from Monday',
  askedBy: 'DC Ruth Ashdown',
  askedAt: now.subtract({ hours: 2 }),
  mayAnswer: true,
  mayWithdraw: true,
}
const people = [1, 2].map(n => ({
  nominal: `2${n}` as NominalId,
  name: `Corwin Maddocks-Thray ${n}`,
  reference: `CN-26-00012${n}`,
  status: n === 1 ? 'community' : 'custody',
  unit: '13' as UnitId,
  unitName: 'Nominal Management',
  counterTerrorism: true,
}))
const blank = { people: [], to: '', officer: '', reason: '' }
const answered = {
  answer: 'accepted',
  answeredBy: 'DS Daniel Oakeshott',
  answeredAt: now,
  manager: 'PC Joanne Merrick',
} as const
const items = [item(1), item(2, { name: null, status: null, markers: [] }), item(3, answered), item(4, { dueAt: now })]

const deskRow = {
  unit: '51' as UnitId,
  name: 'Duty desk, CTP West Midlands',
  unitName: 'Nominal Management',
  agency: 'Counter Terrorism Policing West Midlands',
  kind: 'counter-terrorism',
  telephone: '01632 960101',
  number: '01632 960102',
  answers: '52' as UnitId,
  answersName: 'Duty desk, CTP North West',
  testedAt: now.subtract({ hours: 40 * 24 }),
  answeredAt: now.subtract({ hours: 40 * 24 }),
  mayKeep: true,
  setting: {
    alwaysOpen: false,
    telephone: null,
    coveredBy: '52' as UnitId,
    hours: [{ day: 1, opens: 540, closes: 1020, telephone: null }],
    exceptions: [{ on: '2026-12-25', opens: null, closes: null, telephone: null }],
  },
}
const cover = {
  ...deskRow,
  unit: '52' as UnitId,
  agency: 'Counter Terrorism Policing North West',
  setting: null,
  testedAt: null,
  answeredAt: null,
  mayKeep: false,
}
const deskShown = {
  rows: [deskRow, cover],
  desks: new Map([deskRow, cover].map(row => [row.unit, row])),
  shift: ['DC Nadia Sorrell'],
  ownKind: 'counter-terrorism',
  now,
}

const noPartner = { unit: '', officer: '', access: '', until: '', why: '', partner: '' }
const handover: Handover = {
  id: '61' as HandoverId,
  nominal: '21' as NominalId,
  end: 'licence end',
  day: Temporal.PlainDate.from('2026-12-20'),
  from: 'National Security Division, Probation Service',
  to: 'Nominal Management, Counter Terrorism Policing West Midlands',
  toUnit: '12' as UnitId,
  openedAt: now.subtract({ hours: 400 }),
  openedBy: null,
  gates: handoverPolicy.rows,
  gatesVersion: handoverPolicy.version,
  unmet: [
    { code: 'open-actions', words: 'Open actions accepted or closed, each with its owner', fact: null },
    { code: 'orders', words: 'Orders in force accepted: Serious crime prevention order', fact: '62' },
  ],
  met: [{ words: 'Joint risk review held', at: now, by: 'DS Gareth Penhallow', said: 'Held on 3 November' }],
  closed: null,
  sides: { sender: true, receiver: true, receivingSupervisor: true },
  mayName: true,
  mayCallOff: true,
}
const handoverFacts = {
  nominal: '21' as NominalId,
  name: 'Corwin Maddocks-Thray',
  handover,
  from: 'probation',
  dates: [{ kind: 'licence end', onDay: Temporal.PlainDate.from('2026-12-20') }],
  answers: true,
  usual: '12' as UnitId,
  units,
  officers: [{ id: '41' as OfficerId, name: 'PC Joanne Merrick' }],
}
const reading = { now, given: {}, refusals: [] }

/** The pages of who answers for whom, as somebody might meet them. */
const [begins, ends] = [Temporal.Instant.from('2026-11-25T00:00:00Z'), Temporal.Instant.from('2026-12-04T00:00:00Z')]
const coverShown: CoverKept = {
  officers: [
    { id: 'a', name: 'DC Imogen Hartwell-Pryce' },
    { id: 'b', name: 'DC Tobias Wren' },
  ],
  absences: [
    { id: 'c', officer: 'DC Imogen Hartwell-Pryce', kind: 'leave', from: begins, to: ends, keeps: true },
    { id: 'd', officer: 'DC Tobias Wren', kind: 'other', from: ends, to: null, keeps: true },
  ],
  covers: [
    {
      id: 'e',
      officer: 'DC Imogen Hartwell-Pryce',
      officerId: 'a',
      covering: 'DC Tobias Wren',
      coveringId: 'b',
      role: 'manages',
      from: begins,
      to: ends,
      keeps: true,
    },
  ],
}
const coverTyped = {
  absent: '',
  since: '',
  until: '',
  officer: '',
  kind: '',
  covering: 'Wren',
  role: '',
  from: 'soon',
  to: '',
  ending: '',
}

const standing: OfficerStanding = {
  officer: 'a' as OfficerId,
  name: 'DC Imogen Hartwell-Pryce',
  unit: 'Nominal management',
  vettedTo: Temporal.PlainDate.from('2029-11-30'),
  training: 'b' as TrainingId,
  course: 'Using the shared record',
  trainedTo: Temporal.PlainDate.from('2026-11-20'),
  extendedTo: null,
  extendedBy: null,
  extensionReason: null,
}
const extended: OfficerStanding = {
  ...standing,
  officer: 'c' as OfficerId,
  name: 'DC Tobias Wren',
  vettedTo: null,
  extendedTo: Temporal.PlainDate.from('2026-12-10'),
  extendedBy: 'DI Rosalind Peake',
  extensionReason: 'The course of November was cancelled',
}
const trainingDay = Temporal.PlainDate.from('2026-11-25')

export const responsibilitySamples = {
  manager: managerView('1', {
    name: 'Silvester Pennyfold',
    unitName: 'Nominal management',
    manager: null,
    officers: [{ id: '41' as OfficerId, name: 'PC Joanne Merrick' }],
  }),
  'manager-refused': managerView('1', {
    name: 'Silvester Pennyfold',
    unitName: 'Nominal management',
    manager: 'PC Joanne Merrick',
    officers: [{ id: '41' as OfficerId, name: 'PC Joanne Merrick' }],
    refusals: [{ field: 'officer', text: 'Choose an officer of the unit' }],
  }),
  training: trainingView([standing, extended], 'd' as OfficerId, trainingDay),
  'training-none': trainingView([], 'd' as OfficerId, trainingDay),
  'training-refused': trainingView(
    [standing],
    'd' as OfficerId,
    trainingDay,
    { officer: '', lastDay: 'soon', why: '' },
    [
      { field: 'officer', text: 'Choose an officer whose training can be extended' },
      { field: 'lastDay', text: 'Enter the last day, like 23 11 2026' },
      { field: 'why', text: 'Say why, in 10 characters or more' },
    ],
  ),
  cover: coverView(coverShown, { ...coverTyped, covering: '', from: '' }, null, []),
  'cover-none': coverView({ officers: [], absences: [], covers: [] }, coverTyped, null, []),
  'cover-refused': coverView(coverShown, coverTyped, 'cover', [
    { field: 'officer', text: 'Choose who is covered' },
    { field: 'covering', text: 'Enter the rank and name of one officer of the agency' },
    { field: 'from', text: 'Enter the first day, like 23 11 2026' },
  ]),
  desks: desksView([deskRow, cover], '', 'police'),
  'desks-none': desksView([deskRow, cover], 'nowhere', 'police'),
  desk: deskView(deskRow, { ...deskShown, given: deskAsTyped(deskRow), refusals: [] }),
  'desk-refused': deskView(deskRow, {
    ...deskShown,
    given: { ...deskAsTyped(deskRow), hours: 'whenever', coveredBy: '' },
    refusals: [
      { field: 'hours', text: 'Write a line for each, like Monday to Friday 09:00 to 17:00. Not understood: whenever' },
      { field: 'coveredBy', text: 'Say which desk answers while this one is closed' },
    ],
  }),
  'desk-elsewhere': deskView(cover, { ...deskShown, ownKind: 'police', given: deskAsTyped(cover), refusals: [] }),
  partners: partnersView('1', {
    name: 'Corwin Maddocks-Thray',
    partners: [
      {
        id: '61' as PartnerId,
        unit: 'HMP Hewell',
        agency: 'HM Prison Service',
        officer: 'R. Onslow',
        access: 'read',
        until: now,
      },
      {
        id: '62' as PartnerId,
        unit: 'Public Protection Unit',
        agency: 'West Mercia Police',
        officer: null,
        access: 'full',
        until: null,
      },
    ],
    units,
    given: noPartner,
    refusals: [],
  }),
  'partners-refused': partnersView('1', {
    name: 'Corwin Maddocks-Thray',
    partners: [],
    units,
    given: noPartner,
    refusals: [
      { field: 'unit', text: 'Choose the unit that joins' },
      { field: 'access', text: 'Choose what they may do' },
      { field: 'until', text: 'Enter the last day, like 23 11 2027' },
    ],
  }),
  transfers: transfersView([{ ...transfer, people: 3, waiting: 1, dueAt: now.add({ hours: 2 }) }], true),
  'transfers-none': transfersView([], false),
  'transfer-asked': askTransferView({ people, units, only: null }, blank, []),
  'transfer-refused': askTransferView({ people, units, only: '21' }, blank, [
    { field: 'people', text: 'Choose whom to transfer' },
    { field: 'to', text: 'Choose the unit that is to answer for them' },
    { field: 'reason', text: 'Say why, in a sentence: the unit decides by it' },
  ]),
  transfer: transferView(
    { ...transfer, items },
    [{ id: '41' as OfficerId, name: 'PC Joanne Merrick' }],
    { answer: '', people: [], words: '', manager: '41' },
    [],
    now,
  ),
  handover: handoverView(handoverFacts, reading),
  'handover-refused': handoverView(handoverFacts, {
    now,
    given: { gate: 'open-actions', said: '' },
    refusals: [
      { field: '', text: 'Not met: Open actions accepted or closed, each with its owner' },
      { field: '', text: 'Not met: Orders in force accepted: Serious crime prevention order' },
    ],
  }),
  'handover-none': handoverView({ ...handoverFacts, handover: undefined }, reading),
  'handover-voluntary': handoverView(
    { ...handoverFacts, handover: { ...handover, end: 'voluntary', day: null, met: [] } },
    reading,
  ),
  'handover-passed': handoverView(
    {
      ...handoverFacts,
      handover: {
        ...handover,
        closed: {
          how: 'passed incomplete',
          at: now,
          by: null,
          day: Temporal.PlainDate.from('2026-11-25'),
          words: '',
          unmet: ['Open actions accepted or closed'],
        },
      },
    },
    reading,
  ),
}
