import type { AgencyId, NominalId, OfficerId } from '#platform'
import type { Arrival, ArrivalId, ForceContacts, TellingId } from '../../../src/need-to-know/local-contact.ts'
import { arrivalsView, arrivalView, contactsView } from '../../../src/need-to-know/local-contact.views.ts'
import { kindNamed, type FactId } from '#nominals'
import type { Destruction, DestructionRequestId } from '../../../src/need-to-know/destruction.ts'
import type { Sealing, SealingId } from '../../../src/need-to-know/sealing.ts'
import {
  sealedView,
  sealFactView,
  sealingsView,
  sealingView,
  sealSomethingView,
} from '../../../src/need-to-know/sealing.views.ts'
import type { InspectionId, InspectionWindow } from '../../../src/need-to-know/inspection.ts'
import {
  inspectedView,
  inspectionsView,
  inspectionView,
  nothingTyped,
  openWindowView,
} from '../../../src/need-to-know/inspection.views.ts'
import { addressCheckView } from '../../../src/need-to-know/address-check.views.ts'

const typed = { flat: '', line: '12 Thimble Lane', postcode: 'TF3 4NA', incident: 'WM-2211', purpose: 'A fire' }
const askTheDesk = 'Do not approach or visit before you have spoken to the duty desk.'
const desk = { desk: 'Police duty desk, West Midlands', telephone: '01632 960101', quote: '4KDX-22HA' }

/** The address safety check: empty, refused, and each of its answers. */
export const addressCheckSamples = {
  'address-check': addressCheckView(),
  'address-check-refused': addressCheckView({
    typed: { ...typed, postcode: '', incident: '' },
    refusals: [
      { field: 'postcode', text: 'Enter the whole postcode, like TF3 4NA' },
      { field: 'incident', text: 'Enter the incident number' },
    ],
  }),
  'address-check-yes': addressCheckView({
    typed,
    answer: {
      known: true,
      desks: [
        {
          ...desk,
          instructions: [
            { instruction: askTheDesk, place: 'here' },
            { instruction: 'Attend in pairs.', place: 'another flat' },
          ],
        },
        { ...desk, telephone: '01632 960102', instructions: [{ instruction: askTheDesk, place: 'building' }] },
      ],
    },
  }),
  'address-check-no': addressCheckView({ typed, answer: { known: false, desks: [] } }),
}

const now = Temporal.Instant.from('2026-11-25T09:00:00Z')
const force: ForceContacts = {
  force: '11' as AgencyId,
  name: 'West Mercia Police',
  contact: { officer: '21' as OfficerId, name: 'Detective Sergeant Daniel Oakeshott' },
  deputy: null,
  mayName: true,
}
const elsewhere: ForceContacts = { ...force, force: '12' as AgencyId, name: 'Warwickshire Police', mayName: false }
const arrival: Arrival = {
  id: '31' as ArrivalId,
  nominal: '41' as NominalId,
  name: 'Silvester Pennyfold',
  quote: '4KDX-22HA',
  markers: ['Weapons'],
  force: 'West Mercia Police',
  kind: 'release',
  releaseOn: '2026-12-05',
  notedAt: now.subtract({ hours: 20 }),
  dueAt: now.add({ hours: 4 }),
  endedAt: null,
  acknowledged: null,
  escalatedAt: null,
  tellings: [],
}
const acknowledged: Arrival = {
  ...arrival,
  kind: 'lives',
  markers: [],
  acknowledged: { at: now, by: 'DS D. Oakeshott', words: 'Known to the neighbourhood team.' },
  tellings: [
    {
      id: '51' as TellingId,
      toldAt: now,
      who: 'Night duty sergeant, Telford',
      instruction: 'Attend in pairs; ring the duty desk first.',
      by: 'DS D. Oakeshott',
    },
  ],
}
const overdue: Arrival = { ...arrival, dueAt: now.subtract({ hours: 30 }), escalatedAt: now.subtract({ hours: 30 }) }
const blank = { words: '', when: '', who: '', instruction: '' }

/** Local points of contact: who they are, whom they are to know of, and one of those. */
export const localContactSamples = {
  'local-contacts': contactsView([force, elsewhere], null, { place: '', officer: '' }, []),
  'local-contacts-refused': contactsView(
    [force],
    { force, candidates: [{ id: '21', name: 'Detective Sergeant Daniel Oakeshott' }] },
    { place: 'deputy', officer: '21' },
    [{ field: 'officer', text: 'The deputy is somebody else than the contact' }],
  ),
  'local-arrivals': arrivalsView({ arrivals: [overdue, arrival, acknowledged], more: true, total: 220 }, now),
  'local-arrivals-none': arrivalsView({ arrivals: [], more: false, total: 0 }, now),
  'local-arrival': arrivalView(arrival, blank, [], now),
  'local-arrival-acknowledged': arrivalView(acknowledged, blank, [], now),
  'local-arrival-refused': arrivalView(
    overdue,
    blank,
    [
      { field: 'who', text: 'Enter who was told, by name or by role' },
      { field: 'instruction', text: 'Enter what they were told to do' },
    ],
    now,
  ),
}

const inspection: InspectionWindow = {
  id: '61' as InspectionId,
  unit: 'Nominal Management',
  agency: 'Counter Terrorism Policing West Midlands',
  purpose: 'Thematic inspection of police-led management, agreed with the chief constable',
  handling: ['3x5x2:P'],
  openedAt: now.subtract({ hours: 50 }),
  openedBy: 'Detective Sergeant Glenys Penhallow',
  endsAt: now.add({ hours: 200 }),
  closedAt: null,
  inspectors: ['Inspector Mabel Tansley'],
  people: 1,
  mayClose: false,
}
const inspected = {
  nominal: '41' as NominalId,
  reference: 'CN-26-000123',
  name: 'Silvester Pennyfold',
  status: 'community',
  unit: 'Nominal Management',
}

/** Inspection windows: listed, opened, read and shut. */
export const inspectionSamples = {
  inspections: inspectionsView([inspection, { ...inspection, closedAt: now }], false, now),
  'inspections-none': inspectionsView([], true, now),
  'inspection-asked': openWindowView(
    [{ id: '71', name: 'Inspector Mabel Tansley', agency: 'His Majesty’s Inspectorate' }],
    nothingTyped,
    [
      { field: 'sample', text: 'Enter the record numbers of the sample' },
      { field: 'inspectors', text: 'Choose who inspects' },
      { field: 'ends', text: 'Enter the last day, like 12 1 2027' },
      { field: 'purpose', text: 'Say what is inspected, in a sentence' },
    ],
  ),
  inspection: inspectionView(inspection, [inspected], now),
  'inspection-to-close': inspectionView({ ...inspection, mayClose: true }, [], now),
  'inspection-ended': inspectionView({ ...inspection, mayClose: true, endsAt: now }, [inspected], now),
  inspected: inspectedView(
    inspection,
    {
      ...inspected,
      aliases: ['Vester Penny'],
      birthYears: [1984],
      agency: 'Counter Terrorism Policing West Midlands',
      markers: ['Weapons'],
    },
    [
      {
        kind: 'address',
        title: 'Addresses',
        ids: ['81'],
        lines: [{ label: 'Home', value: '9 Weir Terrace, Telford TF3 4NA', source: 'West Mercia Police' }],
      },
      {
        kind: 'entry',
        title: 'Entries',
        ids: ['82'],
        lines: [{ label: 'Visit', value: 'Answered the door himself. 20 November 2026', source: 'West Mercia Police' }],
      },
    ],
    now,
  ),
}

const sealed: Sealing = {
  id: '81' as SealingId,
  nominal: '41' as NominalId,
  kind: 'entry',
  versions: 2,
  unit: 'Nominal Management',
  why: 'Written about somebody else with the same name',
  sealedAt: now.subtract({ hours: 3 }),
  sealedBy: 'Detective Sergeant Glenys Penhallow',
  agency: 'Counter Terrorism Policing West Midlands',
  isMine: true,
  holdsFile: false,
  unsealedAt: null,
  unsealedBy: null,
  unsealedWhy: null,
}
const destruction: Destruction = {
  request: '91' as DestructionRequestId,
  why: 'It names somebody who was never managed here',
  askedAt: now.subtract({ hours: 2 }),
  askedBy: sealed.sealedBy,
  asker: '71' as OfficerId,
  isMine: false,
  outcome: null,
  outcomeWhy: '',
  decidedAt: null,
  decidedBy: null,
  destroyedAt: null,
}
const decided = { ...destruction, outcome: 'confirmed', decidedAt: now, decidedBy: 'Edmund Carrow' } as const
const telephone = { label: 'Mobile', value: '01632 960051. His own', source: 'West Mercia Police' }
const toSeal = { nominal: '41' as NominalId, kind: kindNamed('telephone')!, fact: '51' as FactId }

/** What was taken out of a record: chosen, sealed, seen by the two who may, opened again or destroyed by two. */
export const sealingSamples = {
  'sealing-what': sealSomethingView('41' as NominalId, 'Silvester Pennyfold', [
    { kind: 'telephone', title: 'Telephones', ids: ['51'], lines: [telephone] },
  ]),
  'sealing-refused': sealFactView(toSeal, 'Silvester Pennyfold', telephone, '', [
    { field: 'why', text: 'Say why, in a sentence' },
  ]),
  sealings: sealingsView([sealed, { ...sealed, unsealedAt: now, unsealedBy: 'Edmund Carrow' }], true),
  'sealings-none': sealingsView([], false),
  sealing: sealingView(sealed, [], false),
  'sealing-keeper': sealingView({ ...sealed, isMine: false, holdsFile: true }, [destruction], true, {}, [
    { field: 'outcome', text: 'Choose what you decide' },
  ]),
  'sealing-asked': sealingView(sealed, [{ ...destruction, isMine: true }], false),
  'sealing-confirmed': sealingView(sealed, [decided, { ...decided, outcome: 'refused', outcomeWhy: 'Evidence' }], true),
  'sealing-destroyed': sealingView(sealed, [{ ...decided, destroyedAt: now }], true),
  'sealing-opened': sealingView(
    { ...sealed, unsealedAt: now, unsealedBy: 'Edmund Carrow', unsealedWhy: 'It is his' },
    [],
    true,
  ),
  'sealing-content': sealedView(
    sealed,
    [{ ...telephone, at: now, by: 'Detective Constable Idris Penberthy', agency: telephone.source }],
    ['Somebody else’s number'],
  ),
}
