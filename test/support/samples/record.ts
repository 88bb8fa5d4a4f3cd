import type { NominalId } from '#platform'
import type { ContactHit, DatedFact, EntryFact, RecordFacts, SummaryFacts } from '../../../src/nominals/record.facts.ts'

/** The kinds of fact of which a sample record has none. */
const nothingElse = {
  ethnicities: [],
  descriptions: [],
  marks: [],
  languages: [],
  adjustments: [],
  contactPersons: [],
  selfRisks: [],
  telephones: [],
  emails: [],
  onlineNames: [],
  vehicles: [],
  accounts: [],
  identityDocuments: [],
  employments: [],
  educations: [],
  associates: [],
  licenceConditions: [],
  offences: [],
  sentences: [],
  categories: [],
  risksOfHarm: [],
  whereabouts: [],
  releaseDates: [],
  archivings: [],
} as const

/** The moment at which the samples are looked at: a Monday evening. */
export const now = Temporal.Instant.from('2026-11-23T18:40:00Z')

const loaded = '2026-11-21T09:15:00Z'
let made = 0
const fact = (agency: string, source: string, from: string | null = null, to: string | null = null): DatedFact => ({
  id: `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`,
  recordedAt: loaded,
  agency,
  sourceKind: 'extract',
  source,
  by: null,
  why: '',
  from,
  to,
})
const police = (source: string, from?: string | null, to?: string | null) =>
  fact('West Mercia Police', source, from, to)
const probation = (source: string, from?: string | null) => fact('Probation Service', source, from)
const prisons = (source: string, from?: string | null) => fact('HM Prison Service', source, from)

const entry = (happenedAt: string, kindWords: string, author: string, words: string, line: number): EntryFact => ({
  ...police(`visor_activity.csv:${line}`),
  happenedAt,
  kind: kindWords.toUpperCase(),
  kindWords,
  type: 'reported',
  author,
  words,
  marking: 'OFFICIAL-SENSITIVE',
  caveats: [],
  grading: null,
  heldElsewhere: '',
  heldTelephone: '',
  standsCorrected: null,
})

const longNote = `Planned home visit with PC Tolley. Mr Maddocks-Thray was in and answered the door himself; the flat was tidy and he was alone. He showed the telephone and the tablet without being asked, and both were on the list of devices he has notified. He has begun a course in joinery on Tuesdays and Thursdays and spoke about it for some time.

He said that his sister means to move back to Kidderminster in the new year and may stay with him for the first weeks. He was reminded that a stay of seven days or more has to be notified, and that she has a daughter of nine. He said that he knew, and that he would ring before anything was settled. Children’s services are to be told of the plan; the order's condition about unsupervised contact was read over with him.

Next visit before the end of January, sooner if the sister gives a date.`

/** What *summary* shows of an invented person. */
export const summary: SummaryFacts = {
  id: '00000000-0000-7000-8000-0000000abcde',
  name: 'Corwin Maddocks-Thray',
  aliases: ['Corrie Thray', 'Corwin Maddocks', 'C. J. Madox', 'Cory'],
  birthYears: [1982],
  photograph: null,
  agency: 'West Mercia Police',
  unit: 'Public Protection Unit',
  dutyDesk: 'West Mercia public protection duty desk',
  dutyTelephone: '01632 960114',
  status: 'custody',
  statusPlace: 'HMP Hewell',
  releaseOn: '2026-12-05',
  markersInWords: ['Weapons', 'Violent', 'Self-harm'],
  quote: 'KESTREL 4471',
}

export const contact: ContactHit = {
  id: '0198c0de-0000-7000-8000-000000000003' as NominalId,
  quote: 'HERON 7093',
  dutyDesk: 'Public protection duty desk',
  dutyTelephone: '01632 960377',
  safetyInstruction: 'Do not approach or visit before you have spoken to the duty desk.',
}

/** A record in full, with what real ones have: sources that differ, a number that is not valid, a long note. */
export const record: RecordFacts = {
  ...nothingElse,
  ...summary,
  reference: 'CN-26-000123',
  safetyInstruction: contact.safetyInstruction,
  counterTerrorism: false,
  basisConfirmed: true,
  recordManager: 'PC Joanne Merrick',
  names: [
    {
      ...police('visor_nominals.csv:814'),
      kind: 'name',
      family: 'Maddocks-Thray',
      given: 'Corwin',
      fullName: 'Corwin Maddocks-Thray',
    },
    {
      ...probation('ndelius_cases.csv:402'),
      kind: 'name',
      family: 'Maddocks-Thray',
      given: 'Corwin',
      fullName: 'Corwin Maddocks-Thray',
    },
    {
      ...prisons('nomis_offenders.csv:377'),
      kind: 'name',
      family: 'Maddocks',
      given: 'Corwin',
      fullName: 'Corwin Maddocks',
    },
    { ...police('visor_aliases.csv:95'), kind: 'alias', family: 'Thray', given: 'Corrie', fullName: 'Corrie Thray' },
    { ...police('visor_aliases.csv:96'), kind: 'alias', family: 'Madox', given: 'C. J.', fullName: 'C. J. Madox' },
    { ...police('visor_aliases.csv:97'), kind: 'nickname', family: '', given: 'Cory', fullName: 'Cory' },
  ],
  births: [
    { ...police('visor_nominals.csv:814'), kind: 'main', bornOn: '1982-07-03', place: null, asGiven: '03/07/1982' },
    { ...probation('ndelius_cases.csv:402'), kind: 'main', bornOn: '1982-07-03', place: null, asGiven: '1982-07-03' },
    { ...prisons('nomis_offenders.csv:377'), kind: 'main', bornOn: '1982-03-07', place: null, asGiven: '07-MAR-1982' },
  ],
  sexes: [
    { ...police('visor_nominals.csv:814'), code: 'M' },
    { ...probation('ndelius_cases.csv:402'), code: 'M' },
  ],
  nationalities: [],
  identifiers: [
    {
      ...probation('ndelius_cases.csv:402'),
      kind: 'crn',
      asGiven: 'X226915',
      canonical: 'X226915',
      valid: true,
      whyInvalid: null,
    },
    {
      ...police('visor_nominals.csv:814'),
      kind: 'cro',
      asGiven: '125388/20W',
      canonical: null,
      valid: false,
      whyInvalid: 'the check letter does not fit',
    },
    {
      ...prisons('nomis_offenders.csv:377'),
      kind: 'noms',
      asGiven: 'W4027VS',
      canonical: 'W4027VS',
      valid: true,
      whyInvalid: null,
    },
    {
      ...police('visor_nominals.csv:814'),
      kind: 'pnc',
      asGiven: '2001/0047459U',
      canonical: '2001/0047459U',
      valid: true,
      whyInvalid: null,
    },
    {
      ...prisons('nomis_offenders.csv:377'),
      kind: 'pnc',
      asGiven: '01/47459U',
      canonical: '2001/0047459U',
      valid: true,
      whyInvalid: null,
    },
    {
      ...police('visor_nominals.csv:814'),
      kind: 'register-reference',
      asGiven: 'V14/8404520',
      canonical: 'V14/8404520',
      valid: true,
      whyInvalid: null,
    },
  ],
  addresses: [
    {
      ...police('visor_addresses.csv:214', '2021-12-08'),
      kind: 'HOME',
      flat: 'Flat 27',
      line: '149 Queen Drive',
      town: 'Kidderminster',
      postcode: 'DY10 9RG',
    },
    {
      ...police('visor_addresses.csv:215', '2023-08-29'),
      kind: 'AP',
      flat: '',
      line: '225 Meadow Court',
      town: 'Worcester',
      postcode: 'WR5 0AW',
    },
    {
      ...police('visor_addresses.csv:213', '2010-04-02', '2012-02-27'),
      kind: 'HOME',
      flat: '',
      line: '178 Medow Court',
      town: 'Hereford',
      postcode: 'HR1 1QA',
    },
    {
      ...probation('ndelius_cases.csv:402'),
      kind: 'MAIN',
      flat: 'Flat 27',
      line: '149 Queen Drive',
      town: 'Kidderminster',
      postcode: 'DY10 9RG',
    },
  ],
  markers: [
    {
      ...police('visor_markers.csv:61'),
      scheme: 'pnc-warning-signals',
      code: 'WE',
      words: 'Weapons',
      basis: 'Knife found at address',
      incidentOn: '2019-02-11',
      reviewOn: null,
      verified: false,
      approvedBy: null,
      approvedAt: null,
      scope: 'person',
      about: null,
      aboutInWords: '',
      asked: null,
    },
    {
      ...probation('ndelius_cases.csv:402'),
      scheme: 'probation-registrations',
      code: 'WEAP',
      words: 'Weapons',
      basis: '',
      incidentOn: null,
      reviewOn: null,
      verified: false,
      approvedBy: null,
      approvedAt: null,
      scope: 'person',
      about: null,
      aboutInWords: '',
      asked: null,
    },
    {
      ...police('visor_markers.csv:62'),
      scheme: 'pnc-warning-signals',
      code: 'VI',
      words: 'Violent',
      basis: 'Assault on officer at arrest',
      incidentOn: '2018-06-02',
      reviewOn: null,
      verified: false,
      approvedBy: null,
      approvedAt: null,
      scope: 'person',
      about: null,
      aboutInWords: '',
      asked: null,
    },
    {
      ...prisons('nomis_offenders.csv:377'),
      scheme: 'prison-alerts',
      code: 'HA',
      words: 'Self-harm',
      basis: '',
      incidentOn: null,
      reviewOn: null,
      verified: false,
      approvedBy: null,
      approvedAt: null,
      scope: 'person',
      about: null,
      aboutInWords: '',
      asked: null,
    },
  ],
  orders: [
    {
      ...police('visor_orders.csv:33', '2019-04-18', '2034-04-14'),
      kind: 'SHPO',
      words: 'Sexual harm prevention order',
      court: 'Crown Court at Worcester',
      condition: 'No unsupervised contact with children',
    },
    {
      ...police('visor_orders.csv:34', '2019-04-18', '2034-04-14'),
      kind: 'SHPO',
      words: 'Sexual harm prevention order',
      court: 'Crown Court at Worcester',
      condition: 'No device able to reach the internet unless available for inspection',
    },
    {
      ...police('visor_orders.csv:35', '2014-09-19', '2021-09-17'),
      kind: 'SRO',
      words: 'Sexual risk order',
      court: 'Crown Court at Birmingham',
      condition: 'Notify any new vehicle within three days',
    },
  ],
  registrations: [
    {
      ...probation('ndelius_cases.csv:402'),
      scheme: 'probation-registrations',
      code: 'RSTO',
      words: 'Restraining order',
    },
    { ...probation('ndelius_cases.csv:402'), scheme: 'probation-registrations', code: 'MAPP', words: 'MAPPA' },
    { ...prisons('nomis_offenders.csv:377'), scheme: 'prison-alerts', code: 'PL3', words: 'MAPPA level 3 case' },
  ],
  custody: [
    {
      ...prisons('nomis_offenders.csv:377', '2024-03-02'),
      placeCode: 'HEI',
      place: 'HMP Hewell',
      inCustody: true,
      releaseOn: '2026-12-05',
    },
  ],
  bases: [
    {
      ...police('visor_nominals.csv:814'),
      kind: 'soa-2003-part-2',
      words: 'Notification requirements for sexual offenders',
      counterTerrorism: false,
      confirmed: true,
    },
  ],
  statements: [
    { ...police('visor_nominals.csv:814'), kind: 'register manager', words: 'PC J. Merrick' },
    { ...police('visor_nominals.csv:814'), kind: 'register status', words: 'ACTIVE' },
  ],
  entries: [
    entry('2026-11-20T14:30:00Z', 'Visit', 'PC J. Merrick', longNote, 911),
    entry('2026-11-20T09:05:00Z', 'Contact', 'PC J. Merrick', 'Rang to confirm the visit in the afternoon.', 910),
    entry(
      '2026-09-04T10:00:00Z',
      'Meeting',
      'DS A. Wyndham',
      'MAPPA meeting held, actions recorded on the minutes.',
      842,
    ),
    {
      ...entry(
        '2026-08-12T16:20:00Z',
        'Review',
        'DS A. Wyndham',
        'The plan remains proportionate; he is more settled than a year ago.',
        820,
      ),
      type: 'opinion',
    },
    entry('2026-03-06T18:04:00Z', 'Review', 'DS A. Wyndham', 'Supervisor review completed.', 655),
  ],
  hands: {
    ownership: [
      {
        ...police('visor_nominals.csv:814', '2026-11-21T09:15:00Z'),
        unit: 'Public Protection Unit',
        agencyOfUnit: 'West Mercia Police',
      },
    ],
    managers: [
      { ...police('visor_nominals.csv:814', '2026-11-22T10:00:00Z'), officer: 'PC Joanne Merrick', post: null },
      {
        ...police('visor_nominals.csv:814', '2026-11-21T09:15:00Z', '2026-11-22T10:00:00Z'),
        officer: null,
        post: 'Unallocated',
      },
    ],
    assignments: [
      { ...probation('ndelius_cases.csv:402', '2026-11-21T09:15:00Z'), officer: 'Imogen Venn', kind: 'responsible' },
    ],
    partners: [
      {
        ...prisons('nomis_offenders.csv:377', '2026-11-21T09:15:00Z'),
        unit: 'HMP Hewell',
        agencyOfUnit: 'HM Prison Service',
        officer: null,
      },
    ],
    arrangements: [{ ...police('visor_nominals.csv:814', '2026-11-21T09:15:00Z'), area: 'West Mercia', level: 2 }],
  },
}

/** The least a record can hold: one row, of one agency. */
export const sparseRecord: RecordFacts = {
  ...record,
  name: 'Ottoline Gravesby',
  aliases: [],
  birthYears: [],
  status: 'unknown',
  statusPlace: null,
  releaseOn: null,
  markersInWords: [],
  dutyTelephone: '',
  recordManager: null,
  names: [
    {
      ...police('visor_nominals.csv:7'),
      kind: 'name',
      family: 'Gravesby',
      given: 'Ottoline',
      fullName: 'Ottoline Gravesby',
    },
  ],
  births: [{ ...police('visor_nominals.csv:7'), kind: 'main', bornOn: null, place: null, asGiven: '1982' }],
  sexes: [],
  identifiers: [],
  addresses: [],
  markers: [],
  orders: [],
  registrations: [],
  custody: [],
  bases: [],
  statements: [],
  entries: [],
  hands: { ownership: [], managers: [], assignments: [], partners: [], arrangements: [] },
}
