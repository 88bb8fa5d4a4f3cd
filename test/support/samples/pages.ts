import type { PageViews } from 'fastify'
import { demonstrationSignIns } from '../../../src/access/demonstration-officers.ts'
import { demonstrationView } from '../../../src/access/demonstration.views.ts'
import { homeView, type CaseloadRow, type HomeWork } from '../../../src/access/home.views.ts'
import { roleView } from '../../../src/access/role.views.ts'
import { roleInWords } from '../../../src/access/roles.ts'
import { sessionsView } from '../../../src/access/session.views.ts'
import { signInView } from '../../../src/access/sign-in.views.ts'
import type { ExtractFacts } from '../../../src/migration/extract.facts.ts'
import { extractsView } from '../../../src/migration/extracts.views.ts'
import { extractView, type RefusedRow } from '../../../src/migration/extract.views.ts'
import type { HoldId, SigningId } from '../../../src/migration/signing.ts'
import { reconciliationView } from '../../../src/migration/signing.views.ts'
import { conflictView, refusedRowView, type RefusedRowFacts } from '../../../src/migration/refused-row.views.ts'
import {
  addFactView,
  correctFactView,
  endFactView,
  factConflictView,
  withdrawFactView,
} from '../../../src/nominals/fact-form.views.ts'
import type { Due, DueRule } from '../../../src/nominals/due.ts'
import { duePageView } from '../../../src/nominals/due-page.views.ts'
import { dueView } from '../../../src/nominals/due.views.ts'
import { factKindCalled } from '../../../src/nominals/fact-kinds.ts'
import type { FactId, HistoryRow } from '../../../src/nominals/fact.facts.ts'
import { factView } from '../../../src/nominals/fact.views.ts'
import { unfiltered, type ChronologyAsked, type ChronologyQuestion } from '../../../src/nominals/chronology-question.ts'
import type { Chronology } from '../../../src/nominals/chronology.facts.ts'
import { chronologyPageView, stepAfter } from '../../../src/nominals/chronology.views.ts'
import { entryWithFileView } from '../../../src/nominals/entry-with-file.views.ts'
import { notYetView } from '../../../src/nominals/not-yet.views.ts'
import { historyView } from '../../../src/nominals/history.views.ts'
import type { EntryFact, RecordFacts } from '../../../src/nominals/record.facts.ts'
import type { RecordChange } from '../../../src/nominals/last-look.facts.ts'
import type { AttachmentId } from '../../../src/nominals/attachment.ts'
import { attachmentsView, takeOffView } from '../../../src/nominals/attachment.views.ts'
import type { FileId } from '../../../src/nominals/file.ts'
import { fileSaid } from '../../../src/nominals/kinds/file-said.ts'
import { withdrawFileView } from '../../../src/nominals/file-withdrawal.views.ts'
import { filesView } from '../../../src/nominals/file.views.ts'
import { readSomebody, type Described } from '../../../src/nominals/new-nominal.ts'
import { basisView, foundView } from '../../../src/nominals/new-nominal-next.views.ts'
import { newNominalView } from '../../../src/nominals/new-nominal.views.ts'
import { contactView, summaryView } from '../../../src/nominals/limited.views.ts'
import { tooHighInWords } from '../../../src/nominals/marked-too-high.ts'
import { withFiles } from '../../../src/nominals/record-files.views.ts'
import { recordView } from '../../../src/nominals/record.views.ts'
import { nothingTyped } from '../../../src/nominals/search.ts'
import { sinceView } from '../../../src/nominals/since.views.ts'
import type { DueOfSomebody } from '../../../src/nominals/work.facts.ts'
import { changedRows, dueRow } from '../../../src/nominals/work.views.ts'
import { responsibilitySamples } from './responsibility.ts'
import type { Task, TaskId, TaskKind } from '../../../src/tasks/task.ts'
import { tasksView } from '../../../src/tasks/task.views.ts'
import { searchView, type HitFacts, type SearchFacts } from '../../../src/nominals/search.views.ts'
import {
  absentView,
  dayOf,
  faultView,
  forbiddenView,
  refusedView,
  staleFormView,
  tooManyView,
  unavailableView,
  type AgencyId,
  type NominalId,
  type Refusal,
  type Role,
} from '../../../src/platform/index.ts'
import { drawing, files, seen } from './files.ts'
import { compartmentSamples } from './compartments.ts'
import { noticeSamples, shownNotice } from './notices.ts'
import { addressCheckSamples, inspectionSamples, localContactSamples, sealingSamples } from './need-to-know.ts'
import { wallSamples } from './walls.ts'
import { disclosureSamples } from './disclosures.ts'
import { emergencySamples } from './emergency.ts'
import { instructionSamples } from './instruction.ts'
import { reconciliationSamples } from './reconciliation.ts'
import { contact, now, record, sparseRecord, summary } from './record.ts'

/** A page as somebody might meet it. `wearing`: who is signed in; null: nobody. */
export type Sample = {
  readonly [Template in keyof PageViews]: {
    readonly template: Template
    readonly view: PageViews[Template]
    readonly wearing: Role | null
    readonly status?: number
  }
}[keyof PageViews]

const page = <Template extends keyof PageViews>(
  template: Template,
  view: PageViews[Template],
  wearing: Role | null = 'officer',
  status = 200,
): Sample => ({ template, view, wearing, status }) as Sample

const allFiles: Parameters<typeof filesView>[0] = {
  nominal: '1',
  name: 'Corwin Maddocks-Thray',
  files,
  total: files.length,
  pictures: new Map(files.filter(({ small }) => small).map(({ id }) => [id, drawing])),
  mayAdd: true,
  added: null,
  now,
}
const attachedFile = {
  id: '0198c0de-0000-7000-8000-0000000000b1' as AttachmentId,
  file: '0198c0de-0000-7000-8000-0000000000b2' as FileId,
  name: 'letter.pdf',
  description: 'Letter to the landlord, with the names of the children in the house',
  kind: 'document',
  marking: 'OFFICIAL-SENSITIVE',
  caveats: ['PERSONAL'],
  withdrawn: false,
  attachedAt: '2026-11-21T09:00:00.000Z',
  by: 'PC Alder Finch',
  agency: 'West Mercia Police',
} as const
const attached = {
  nominal: '1',
  entry: '2',
  name: 'Corwin Maddocks-Thray',
  said: 'Visit: A letter was handed over.',
  marking: 'OFFICIAL',
  carried: [attachedFile, { ...attachedFile, name: '', description: '', withdrawn: true }],
  others: files,
  whyNot: [],
}

const caseload: readonly CaseloadRow[] = [
  {
    href: '/nominals/1',
    name: 'Corwin Maddocks-Thray',
    reference: 'CN-26-000123',
    markers: ['Weapons', 'Violent', 'Self-harm'],
    status: 'In custody at HMP Hewell',
    nextDate: 'Release on 5 December 2026, in 12 days',
  },
  {
    href: '/nominals/2',
    name: 'Ottoline Gravesby',
    reference: 'CN-26-000871',
    markers: [],
    status: 'In the community',
    nextDate: '',
  },
  {
    href: '/nominals/3',
    name: 'Jorvik Pellinore',
    reference: 'CN-26-000044',
    markers: ['Firearms'],
    status: 'In custody at HMP Hewell',
    nextDate: 'Release was due on 1 November 2026, 22 days ago; the source does not say that it happened',
  },
]

const hit = (more: Partial<HitFacts>): HitFacts => ({
  ...summary,
  access: 'full',
  matchedName: null,
  bornOn: '1982-07-03',
  isExact: true,
  birthDiffers: false,
  identifier: null,
  recordManager: 'PC Joanne Merrick',
  why: ['Surname as typed', 'forename one letter different'],
  ...more,
})

const today = Temporal.PlainDate.from('2026-11-23')
/** Entries with all that can hang on one. Everybody and everything in them is invented. */
const [entryOfSample] = record.entries
const intelligenceEntries: readonly EntryFact[] = [
  {
    ...entryOfSample!,
    id: '0198c0de-0000-7000-8000-0000000000a1',
    files: [attachedFile],
    sourceKind: 'officer',
    source: 'IR 7741',
    by: 'DC Ruth Ashdown',
    author: '',
    happenedAt: '2026-10-11T20:15:00Z',
    kind: 'INTEL',
    kindWords: 'Intelligence',
    words: 'Seen twice in October at the yard behind Castle Street, with a man called Dell.',
    grading: {
      scheme: '3x5x2',
      source: '2',
      information: 'C',
      handling: 'C',
      conditions: 'Not outside the police without asking the originator.',
    },
    standsCorrected: {
      corrections: [
        {
          id: '0198c0de-0000-7000-8000-0000000000a2',
          kind: 'INTEL',
          kindWords: 'Intelligence',
          marking: 'OFFICIAL-SENSITIVE',
          caveats: ['ASK-ORIGINATOR', 'NOT-TO-SUBJECT'],
          heldElsewhere: '',
          heldTelephone: '',
          happenedAt: '2026-10-12T20:15:00Z',
          type: 'assessment',
          words: 'Seen once in October at the yard behind Castle Street; he has a new job there.',
          grading: {
            scheme: '3x5x2',
            source: '2',
            information: 'B',
            handling: 'C',
            conditions: 'Not outside the police without asking the originator.',
          },
          why: 'Borne out by the wages office.',
          recordedAt: '2026-10-14T09:00:00Z',
          by: 'DS Anna Wyndham',
          agency: 'West Mercia Police',
        },
      ],
      withdrawn: null,
    },
  },
  {
    ...entryOfSample!,
    id: '0198c0de-0000-7000-8000-0000000000a3',
    sourceKind: 'officer',
    source: '',
    by: 'DC Ruth Ashdown',
    author: '',
    happenedAt: '2026-09-30T11:00:00Z',
    kind: 'HELD-ELSEWHERE',
    kindWords: 'Held elsewhere',
    type: 'fact',
    words: 'More is held elsewhere, at a higher classification.',
    heldElsewhere: 'the intelligence desk at Hindlip',
    heldTelephone: '01632 960114',
  },
  {
    ...entryOfSample!,
    id: '0198c0de-0000-7000-8000-0000000000a4',
    happenedAt: '2026-03-02T11:00:00Z',
    kind: 'INTEL',
    kindWords: 'Intelligence',
    type: 'opinion',
    words: 'He seems to be looking for a new job.',
    standsCorrected: {
      corrections: [],
      withdrawn: { reason: 'Another man of the name', at: '2026-03-05T09:00:00Z', by: 'DS Anna Wyndham' },
    },
  },
]
const chronologyLong: Chronology = {
  everything: 214,
  total: 214,
  kinds: [
    { code: 'VISIT', words: 'Visit', count: 121 },
    { code: 'REVIEW', words: 'Review', count: 80 },
    { code: 'INTEL', words: 'Intelligence', count: 9 },
    { code: 'ARREST', words: 'Arrest', count: 3 },
    { code: 'CHARGE', words: 'Charge', count: 1 },
  ],
  agencies: [
    { code: '22', name: 'West Mercia Police', count: 190 },
    { code: 'NPS', name: 'Probation Service', count: 24 },
  ],
  markings: [
    { code: 'OFFICIAL', count: 14 },
    { code: 'OFFICIAL-SENSITIVE', count: 200 },
  ],
  caveats: [
    { code: 'ASK-ORIGINATOR', count: 9 },
    { code: 'PERSONAL', count: 31 },
  ],
  entries: record.entries,
  next: { at: Temporal.Instant.from('2026-03-06T18:04:00Z'), id: '0198c0de-0000-7000-8000-0000000000a5' as FactId },
}
const chronologyPage = (
  chronology: Chronology,
  question: ChronologyQuestion,
  asked: ChronologyAsked = {},
  refusals: readonly Refusal[] = [],
) =>
  chronologyPageView(
    { at: '/nominals/1', chronology, question, mayAdd: true },
    {
      name: record.name,
      known:
        question.on && 'This is the chronology as it was known on 20 November 2026. The markers are those of today.',
      asked,
      refusals,
      after: question.on !== null,
    },
  )

const factForm = { name: record.name, back: '/nominals/1', action: '/nominals/1/facts/address' }
const writtenFact = {
  id: '00000000-0000-7000-8000-00000000fac7',
  from: '2026-11-01',
  to: null,
  kind: 'HOME',
  flat: '',
  line: '12 Mill Lane',
  town: 'Telford',
  postcode: 'TF3 4NA',
  occupants: 'His sister, who owns it',
  children: 'yes',
  recordedAt: '2026-11-20T18:40:00Z',
  agency: 'West Mercia Police',
  sourceKind: 'officer',
  source: 'Visit of that day',
  by: 'PC Joanne Merrick',
  why: '',
} as const
const writtenRecord = { ...record, addresses: [...record.addresses, writtenFact] } as RecordFacts
const version = (id: string, more: Partial<HistoryRow>): HistoryRow => ({
  id: id as FactId,
  kind: 'address',
  recorded_at: Temporal.Instant.from('2026-11-20T18:40:00Z'),
  supersedes: null,
  superseded_at: null,
  superseded_by: null,
  why: '',
  source_kind: 'officer',
  source: 'Visit of that day',
  by: 'PC Joanne Merrick',
  agency: 'West Mercia Police',
  said: {
    kind: 'HOME',
    line: '12 Mill Lane',
    town: 'Telford',
    postcode: 'TF3 4NA',
    children: 'yes',
    during: '[2026-11-01,)',
  },
  withdrawn_reason: null,
  withdrawn_by: null,
  ...more,
})
const factHistory = {
  asked: {
    fact: writtenFact,
    current: writtenFact.id as string as FactId,
    agency: '00000000-0000-7000-8000-00000000a9e7' as AgencyId,
  },
  standing: {
    fact: writtenFact,
    current: writtenFact.id as string as FactId,
    agency: '00000000-0000-7000-8000-00000000a9e7' as AgencyId,
  },
  history: [
    version(writtenFact.id, { supersedes: 'x' as FactId, why: 'Misread' }),
    version('00000000-0000-7000-8000-00000000fac8', {
      source_kind: 'extract',
      source: 'visor_addresses.csv:214',
      superseded_at: Temporal.Instant.from('2026-11-20T18:40:00Z'),
      superseded_by: writtenFact.id as string as FactId,
    }),
    version('00000000-0000-7000-8000-00000000fac9', {
      withdrawn_reason: 'Another man of the name',
      withdrawn_by: 'PC Joanne Merrick',
    }),
  ],
}

const archived = { ...writtenFact, reason: 'The licence has ended and nobody manages the case.' }
const due = (rule: DueRule, dueOn: string, more: Partial<Due> = {}): Due => ({
  nominal: record.id as NominalId,
  rule,
  dueOn: Temporal.PlainDate.from(dueOn),
  factTable: 'basis',
  factId: writtenFact.id as string as FactId,
  words: '',
  countedFrom: null,
  ...more,
})
const dues: readonly Due[] = [
  due('marker-review', '2026-10-03', { factTable: 'marker', words: 'Weapons' }),
  due('under-18-review', '2026-11-20', { countedFrom: Temporal.PlainDate.from('2026-08-20') }),
  due('basis-none', '2026-11-23'),
  due('under-18-contacts', '2026-11-23', { words: 'parent or carer; appropriate adult' }),
  due('release', '2026-12-05', { words: 'custody' }),
]
const change = (table: string, what: RecordChange['what'], by: string | null): RecordChange => ({
  nominal: record.id as NominalId,
  fact: writtenFact.id as string as FactId,
  table,
  what,
  at: now.subtract({ hours: 3 }),
  by,
})
const changes: readonly RecordChange[] = [
  change('entry', 'added', 'DC Ruth Ashdown'),
  change('address', 'changed', 'DC Ruth Ashdown'),
  change('marker', 'approved', 'DS Owen Tarrant'),
  change('language', 'withdrawn', 'DC Ruth Ashdown'),
  change('registration', 'added', null),
  change('registration', 'added', null),
]

const dueOfPeople: readonly DueOfSomebody[] = dues.map((each, at) => ({
  ...each,
  name: caseload[at % caseload.length]!.name,
  reference: caseload[at % caseload.length]!.reference,
}))
const markerWaits: DueOfSomebody = {
  ...due('marker-approval', '2026-11-20', { factTable: 'marker', words: 'Violent' }),
  name: 'Jorvik Pellinore',
  reference: 'CN-26-000044',
}
const noneDue = { rows: [], total: 0, more: null }
const work: HomeWork = {
  of: 'mine',
  caseload: { rows: caseload, total: 31, more: '/?after=x' },
  due: { rows: dueOfPeople.map(each => dueRow(each, today)), total: 61, more: '/due' },
  waiting: null,
  changed: {
    rows: changedRows(
      changes.map((each, at) => ({
        ...each,
        count: at + 1,
        nominal: (at < 4 ? record.id : 'other') as NominalId,
        name: at < 4 ? record.name : 'Ottoline Gravesby',
        reference: 'CN-26-000123',
      })),
    ),
    total: 17,
  },
}

const question: SearchFacts = {
  asked: { ...nothingTyped, q: 'corrie thray' },
  refusals: [],
  hits: [],
  contacts: [],
  leftOut: null,
  tried: [],
  advice: [],
  agencies: [
    { code: '22', name: 'West Mercia Police' },
    { code: '21', name: 'Staffordshire Police' },
  ],
  next: null,
  createAt: null,
  now,
}

const described: Described = {
  names: [
    { given: 'Corwin', family: 'Maddocks-Thray' },
    { given: 'Corrie', family: 'Thray', kind: 'NICKNAME', script: '' },
  ],
  birth: { asGiven: 'July 1982', place: 'Ludlow' },
  sex: 'M',
  identifiers: [
    { kind: 'pnc', asGiven: '02/73319Z' },
    { kind: 'crn', asGiven: 'X 12' },
  ],
  basis: {},
  manager: 'me',
  source: '',
}
const read = readSomebody(described, today)
if (!read.agreed) throw new Error(JSON.stringify(read.refusals))
const typedName = { 'names.0.given': 'Corwin', 'names.0.family': 'Maddocks-Thray', 'identifiers.0.asGiven': '01/47459' }
const found = {
  somebody: read.outcome,
  candidates: {
    hits: [
      hit({ identifier: { kind: 'PNC number', value: '2001/0047459U' }, why: ['Same PNC number'] }),
      hit({
        id: '00000000-0000-7000-8000-0000000000ab',
        access: 'summary',
        name: 'Corinne Thraye',
        bornOn: null,
        birthYears: [1990],
        recordManager: null,
        markersInWords: [],
      }),
    ],
    contacts: [contact],
    subjects: [],
  },
  mustSayWhy: true,
  refusals: [],
  hidden: [{ name: 'names.0.given', value: 'Corwin' }],
  somebodyElse: '',
  since: false,
  now,
}
const basisPage = {
  somebody: read.outcome,
  checked: [],
  refusals: [],
  hidden: [{ name: 'names.0.given', value: 'Corwin' }],
  given: {},
  actor: { name: 'PC Joanne Merrick', unitName: 'Public Protection Unit', agencyName: 'West Mercia Police' },
  choosesManager: false,
  now,
}

const extract: ExtractFacts = {
  id: '00000000-0000-7000-8000-00000000f00d',
  name: 'Register, 21 November',
  begunAt: Temporal.Instant.from('2026-11-23T17:58:00Z'),
  begunBy: 'Harriet Stanmore',
  stoppedAt: null,
  finishedAt: Temporal.Instant.from('2026-11-23T18:01:00Z'),
  files: [
    {
      file: 'visor_nominals.csv',
      recognisedAs: 'Nominals of the register',
      readWhole: true,
      fault: null,
      read: 1500,
      takenIn: 1463,
      refused: 37,
    },
    {
      file: 'visor_addresses.csv',
      recognisedAs: 'Addresses of the register',
      readWhole: true,
      fault: 'It ends inside a quoted text that begins on line 2,207.',
      read: 2210,
      takenIn: 2206,
      refused: 4,
    },
    {
      file: 'visor_orders.csv',
      recognisedAs: 'Orders and requirements of the register',
      readWhole: true,
      fault: null,
      read: 1102,
      takenIn: 1102,
      refused: 0,
    },
  ],
}

const refusedRows: readonly RefusedRow[] = [
  {
    href: '/extracts/1/refused/1',
    file: 'visor_nominals.csv',
    line: '214',
    key: 'V09/8168297',
    reason: 'date of birth is not a date',
  },
  {
    href: '/extracts/1/refused/2',
    file: 'visor_nominals.csv',
    line: '1,020',
    key: 'V20/7267924',
    reason: 'surname missing',
  },
]

const refusedRow: RefusedRowFacts = {
  action: '/extracts/1/refused/1',
  back: '/extracts/1',
  file: 'visor_nominals.csv',
  line: 214,
  key: 'V09/8168297',
  reasons: ['Date of birth is not a date'],
  columns: [
    { name: 'VISOR_REF', came: 'V09/8168297', now: 'V09/8168297' },
    { name: 'SURNAME', came: 'GRAVESBY', now: 'GRAVESBY' },
    { name: 'FORENAME1', came: 'Ottoline', now: 'Ottoline' },
    { name: 'DOB', came: '31/02/1979', now: '30/02/1979' },
    { name: 'FORCE', came: '', now: '98' },
    { name: 'TEXT', came: 'First line\nSecond line', now: 'First line\nSecond line' },
  ],
  version: 0,
  surplus: [],
  refusals: [],
  corrected: null,
  isOpen: true,
  isSigned: false,
  destroyedAt: null,
}
const ended = { by: 'Harriet Stanmore', at: now, why: 'The force sent another list' }
const signing = {
  id: '00000000-0000-7000-8000-00000000f00e' as SigningId,
  read: 3710,
  refused: 49,
  refusedWhy: 'The force has closed these records',
  signedBy: 'Harriet Stanmore',
  signedAt: now,
  destroyOn: Temporal.PlainDate.from('2027-02-23'),
  withdrawn: ended,
  destroyedAt: null,
}
const hold = {
  id: '00000000-0000-7000-8000-00000000f00f' as HoldId,
  why: 'A claim has been brought against the force',
  placedBy: 'Harriet Stanmore',
  placedAt: now,
  lifted: ended,
}
const putRight = { by: 'Harriet Stanmore', at: now }

const session = {
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'browser',
  role: 'duty-officer',
  unit: 'CTP West Midlands nominal management',
  startedAt: Temporal.Instant.from('2026-11-23T08:02:00Z'),
  seenAt: now,
  endsAt: Temporal.Instant.from('2026-11-23T20:02:00Z'),
  client: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0',
  thisOne: true,
} as const

const agencies: Readonly<Record<string, string>> = {
  '22': 'West Mercia Police',
  CTWM: 'CTP West Midlands',
  CTNW: 'CTP North West',
  CTHQ: 'CTP headquarters',
  PROBATION: 'Probation Service',
  PRISON: 'HM Prison Service',
  'PCC-22': 'Police and Crime Commissioner for West Mercia',
  REGISTER: 'Police register desk',
}

const sampleKinds: readonly TaskKind[] = [
  {
    kind: 'test.told',
    what: ({ words }) => words,
    why: 'Whoever answers for a record is told',
    byHand: 'seen',
    link: null,
  },
  {
    kind: 'test.waits',
    what: ({ words }) => words,
    why: 'A transfer waits for its acceptance',
    byHand: null,
    link: () => ({ text: 'See the transfer', href: '/transfers/1' }),
  },
]
const sampleTask: Task = {
  id: '01930000-0000-7000-8000-000000000a01' as TaskId,
  kind: 'test.waits',
  to: 'Supervisors of a unit',
  nominal: '01930000-0000-7000-8000-000000000a02' as NominalId,
  access: 'summary',
  person: { name: 'Corwin Thrale', reference: 'ABCD-2345' },
  subject: null,
  words: 'A transfer waits for you to accept it',
  dueAt: now.subtract({ hours: 30 }),
  recordedAt: now.subtract({ hours: 48 }),
  recordedBy: 'DS G. Penhallow',
}
const sampleTasks: readonly Task[] = [
  sampleTask,
  { ...sampleTask, kind: 'test.told', words: 'Somebody searched for this person', dueAt: null },
]

/** Every page there is, in every shape that matters, with invented people. */
export const samples: Readonly<Record<string, Sample>> = {
  'sign-in': page('access/sign-in', signInView({ start: '/sign-in', reason: null, demonstration: true }), null),
  'sign-in-again': page(
    'access/sign-in',
    signInView({ start: '/sign-in', reason: 'timed-out', demonstration: false }),
    null,
  ),
  demonstration: page(
    'access/demonstration',
    demonstrationView({
      action: '/provider/choice',
      hidden: [{ name: 'interaction', value: 'abc' }],
      accounts: demonstrationSignIns.map(who => ({
        ...who,
        agency: agencies[who.agency] ?? who.agency,
        role: roleInWords(who.role),
      })),
    }),
    null,
  ),
  role: page(
    'access/role',
    roleView([
      { id: '1', role: 'duty-officer', unit: 'CTP West Midlands nominal management', worn: true },
      { id: '2', role: 'officer', unit: 'CTP West Midlands nominal management', worn: false },
    ]),
    'duty-officer',
  ),
  sessions: page(
    'access/sessions',
    sessionsView([
      session,
      {
        ...session,
        id: '2',
        client: 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36',
        thisOne: false,
      },
      { ...session, id: '3', kind: 'api', client: 'concord token', thisOne: false },
    ]),
    'duty-officer',
  ),
  home: page('access/home', homeView({ role: 'officer', work })),
  'home-later-page': page('access/home', homeView({ role: 'officer', work: { ...work, due: null, changed: null } })),
  'home-supervisor': page(
    'access/home',
    homeView({
      role: 'supervisor',
      work: { ...work, of: 'unit', waiting: { rows: [dueRow(markerWaits, today)], total: 1, more: null } },
    }),
    'supervisor',
  ),
  'home-empty': page(
    'access/home',
    homeView({
      role: 'supervisor',
      work: {
        of: 'unit',
        caseload: { rows: [], total: 0, more: null },
        due: noneDue,
        waiting: noneDue,
        changed: { rows: [], total: 0 },
      },
    }),
    'supervisor',
  ),
  due: page(
    'nominals/due-page',
    duePageView({ of: 'mine', part: 'own', rows: dueOfPeople, total: 61, next: 'x', first: true }, today),
  ),
  'due-empty': page(
    'nominals/due-page',
    duePageView({ of: 'unit', part: 'waiting', rows: [], total: 0, next: null, first: true }, today),
    'supervisor',
  ),
  ...Object.fromEntries(
    Object.entries(responsibilitySamples).map(([name, view]) => [
      name,
      page('responsibility/board', view, 'supervisor'),
    ]),
  ),
  tasks: page('tasks/tasks', tasksView(sampleKinds, { tasks: sampleTasks, total: 60, more: 'x' }, now)),
  'tasks-none': page('tasks/tasks', tasksView(sampleKinds, { tasks: [], total: 0, more: null }, now), 'auditor'),
  'home-steward': page('access/home', homeView({ role: 'data-steward', work: null }), 'data-steward'),
  'home-reader': page('access/home', homeView({ role: 'commissioner-reader', work: null }), 'commissioner-reader'),
  'search-blank': page('nominals/search', searchView({ ...question, asked: nothingTyped })),
  search: page(
    'nominals/search',
    searchView({
      ...question,
      hits: [
        hit({ matchedName: 'Corrie Thray', why: ['Alias as typed'] }),
        hit({
          access: 'summary',
          name: 'Corinne Thraye',
          bornOn: null,
          birthYears: [1990],
          recordManager: null,
          markersInWords: [],
          status: 'community',
          statusPlace: null,
          agency: 'Staffordshire Police',
          unit: 'Public Protection Unit',
          why: ['Surname sounds alike', 'forename begins alike'],
        }),
        hit({
          name: 'Jorvik Pellinore',
          identifier: { kind: 'PNC', value: '2001/0047459U' },
          markersInWords: ['Firearms'],
          why: ['The number, written another way'],
        }),
      ],
      contacts: [contact],
      next: 'cursor',
    }),
  ),
  'search-notice': page('nominals/search', searchView({ ...question, notices: [shownNotice] })),
  'search-nothing': page(
    'nominals/search',
    searchView({
      ...question,
      asked: { ...nothingTyped, q: 'corrie thray', born: '1982', status: 'custody' },
      tried: [
        'Names like “corrie thray”, in any order, with nicknames and one wrong letter',
        'Only those born in 1982',
      ],
      createAt: '/nominals/new',
    }),
  ),
  'search-refused': page(
    'nominals/search',
    searchView({
      ...question,
      asked: { ...nothingTyped, q: '31/02/1982', born: 'long ago', ageFrom: 'old' },
      refusals: [
        { field: 'q', text: '31/02/1982 is not a date. Give a name with a date of birth' },
        { field: 'born', text: 'Enter a date of birth like 3 7 1982, a year like 1982, or an age like 44' },
        { field: 'ageFrom', text: 'Enter an age in whole years, from 10 to 120' },
      ],
    }),
    'officer',
    422,
  ),
  record: page(
    'nominals/record',
    withFiles(recordView(record, now, chronologyLong), seen, { mayAdd: true, today: dayOf(now) }),
  ),
  'record-after-a-death': page(
    'nominals/record',
    withFiles(
      recordView(record, now, chronologyLong, {
        mayAdd: true,
        on: null,
        step: stepAfter('/nominals/1', 'DEATH', '2026-11-22'),
      }),
      seen,
      { mayAdd: true, today: dayOf(now) },
    ),
  ),
  files: page('nominals/files', filesView(allFiles)),
  'files-none': page('nominals/files', filesView({ ...allFiles, files: [], total: 0, pictures: new Map() })),
  'file-withdraw': page(
    'nominals/fact-form',
    withdrawFileView({
      nominal: '1',
      file: files[0]!.id,
      name: 'Corwin Maddocks-Thray',
      description: files[0]!.description,
      why: '',
      refusals: [{ field: 'why', text: 'Say why it should not be there' }],
    }),
    'officer',
    422,
  ),
  'file-correct': page(
    'nominals/fact-form',
    correctFactView(
      {
        kind: fileSaid,
        name: 'Corwin Maddocks-Thray',
        back: '/nominals/1/files',
        action: '/nominals/1/files/2/correction',
        given: { ...files[0]!, caveats: ['PERSONAL'] },
        refusals: [{ field: 'why', text: 'Say why it is corrected' }],
      },
      files[0]!.id,
    ),
    'officer',
    422,
  ),
  'files-read-only': page(
    'nominals/files',
    filesView({ ...allFiles, mayAdd: false, added: files[2]!.id }),
    'mappa-coordinator',
  ),
  'files-refused': page(
    'nominals/files',
    filesView({
      ...allFiles,
      typed: {
        kind: 'photograph',
        takenOn: '31/02/2024',
        takenUnknown: false,
        description: '',
        marking: '',
        caveats: ['PERSONAL'],
      },
      refusals: [
        { field: 'file', text: 'The PDF runs programs (JavaScript): print it to a new PDF and send that' },
        { field: 'file', text: tooHighInWords('The file', 'SECRET') },
        { field: 'takenOn', text: 'The day it was taken must be a date, such as 23 11 2026' },
        { field: 'description', text: 'Say what it shows, or what it is' },
        { field: 'marking', text: 'Choose a handling marking' },
        { field: 'caveats', text: 'Choose handling instructions from the list' },
        { field: 'kind', text: 'Choose whether it is a photograph of the person or a document' },
      ],
    }),
    'officer',
    422,
  ),
  'entry-with-file': page(
    'nominals/entry-with-file',
    entryWithFileView({
      nominal: record.id as NominalId,
      name: record.name,
      entry: factKindCalled('entry')!,
      given: { kind: 'NOTE', words: 'He handed in a letter.', caveats: [] },
      file: { kind: 'document', takenOn: '', takenUnknown: false, description: '', marking: '', caveats: [] },
      refusals: [
        { field: 'happenedAt', text: 'Enter when it happened' },
        { field: 'file', text: 'Choose a file' },
        { field: 'fileKind', text: 'Choose whether it is a photograph of the person or a document' },
        { field: 'takenOn', text: 'The day it was taken must be a date, such as 23 11 2026' },
        { field: 'description', text: 'Say what it shows, or what it is' },
      ],
    }),
    'officer',
    422,
  ),
  attachments: page('nominals/attachments', attachmentsView(attached)),
  'attachments-refused': page(
    'nominals/attachments',
    attachmentsView({
      ...attached,
      refusals: [
        { field: 'chosen', text: 'The entry carries this file already: choose another' },
        { field: 'description', text: 'Say what it shows, or what it is' },
      ],
    }),
    'officer',
    422,
  ),
  'attachment-take-off': page(
    'nominals/fact-form',
    takeOffView({ ...attached, attachment: '2', description: 'Letter', why: '', refusals: [] }),
  ),
  chronology: page('nominals/chronology-page', chronologyPage(chronologyLong, unfiltered(null))),
  'chronology-sifted': page(
    'nominals/chronology-page',
    chronologyPage(
      { ...chronologyLong, total: 3, entries: intelligenceEntries },
      {
        ...unfiltered(Temporal.PlainDate.from('2026-11-20')),
        kinds: ['INTEL', 'HELD-ELSEWHERE'],
        words: ['yard', 'new job'],
        from: Temporal.PlainDate.from('2026-01-01'),
      },
    ),
  ),
  'chronology-nothing': page(
    'nominals/chronology-page',
    chronologyPage(
      { ...chronologyLong, total: 0, kinds: [], agencies: [], entries: [], next: null },
      { ...unfiltered(null), kinds: ['ARREST'], agency: '22' },
    ),
  ),
  'chronology-wrong-day': page(
    'nominals/chronology-page',
    chronologyPage(chronologyLong, unfiltered(null), { from: '31 2 2026', to: 'soon' }, [
      { field: 'from', text: 'The first day must be a date, like 23 11 2026' },
      { field: 'to', text: 'The last day must be a date, like 23 11 2026' },
    ]),
    'officer',
    422,
  ),
  'entry-add': page(
    'nominals/fact-form',
    addFactView({ ...factForm, kind: factKindCalled('entry')!, given: {}, refusals: [] }),
  ),
  'entry-add-intelligence': page(
    'nominals/fact-form',
    addFactView({ ...factForm, kind: factKindCalled('entry')!, given: { kind: 'INTEL' }, refusals: [] }),
  ),
  'entry-add-held-elsewhere': page(
    'nominals/fact-form',
    addFactView({ ...factForm, kind: factKindCalled('entry')!, given: { kind: 'HELD-ELSEWHERE' }, refusals: [] }),
  ),
  'entry-read-again': page(
    'nominals/fact-form',
    addFactView({
      ...factForm,
      kind: factKindCalled('entry')!,
      given: { kind: 'INTEL', words: 'Source: a man he works with.', type: 'reported', sourceGrade: '2' },
      refusals: [
        { field: 'handlingCode', text: 'Choose who else may have it' },
        {
          field: 'readAgain',
          text: 'Read it again: “In words” has “Source: a”, and who a source is must not stand here',
        },
      ],
    }),
    'officer',
    422,
  ),
  'record-sparse': page(
    'nominals/record',
    withFiles(
      recordView(sparseRecord, now),
      { photograph: null, files: { files: [], total: 0 } },
      { mayAdd: false, today: dayOf(now) },
    ),
    'supervisor',
  ),
  'record-summary': page('nominals/summary', summaryView(summary, now, seen.photograph)),
  'record-contact': page('nominals/contact', contactView(contact)),
  'new-nominal': page('nominals/new-nominal', newNominalView('1', { given: {}, refusals: [] })),
  'new-nominal-refused': page(
    'nominals/new-nominal',
    newNominalView('1', {
      given: { ...typedName, 'names.2.family': 'Thray' },
      refusals: [
        { field: 'birth.asGiven', text: 'The date of birth must be in the past' },
        { field: 'identifiers.0.kind', text: 'Choose the kind of number' },
      ],
    }),
    'officer',
    422,
  ),
  'new-nominal-found': page('nominals/new-nominal-found', foundView(found)),
  'new-nominal-found-refused': page(
    'nominals/new-nominal-found',
    foundView({
      ...found,
      refusals: [{ field: 'somebodyElse', text: 'Say why it is somebody else although a number is the same' }],
    }),
    'officer',
    422,
  ),
  'new-nominal-found-since': page(
    'nominals/new-nominal-found',
    foundView({
      ...found,
      candidates: { ...found.candidates, contacts: [], hits: found.candidates.hits.slice(1) },
      mustSayWhy: false,
      since: true,
    }),
    'officer',
    409,
  ),
  'new-nominal-basis': page('nominals/new-nominal-basis', basisView(basisPage)),
  'new-nominal-basis-notice': page('nominals/new-nominal-basis', basisView({ ...basisPage, notices: [shownNotice] })),
  'new-nominal-basis-refused': page(
    'nominals/new-nominal-basis',
    basisView({
      ...basisPage,
      checked: ['1'],
      choosesManager: true,
      given: { kind: 'discretionary', offence: 'Referred to Prevent' },
      refusals: [
        { field: 'basis.counterTerrorism', text: 'Choose whether this is a counter-terrorism case' },
        { field: 'basis.offence', text: 'A referral to Prevent is no basis for a record: do not record it here' },
      ],
    }),
    'supervisor',
    422,
  ),
  extracts: page(
    'migration/extracts',
    extractsView({
      extracts: [
        extract,
        {
          ...extract,
          name: 'Prisons, 20 November',
          begunBy: null,
          finishedAt: null,
          stoppedAt: now,
          files: extract.files.slice(0, 1),
        },
      ],
      name: '',
      refusals: [],
      limits: { files: 20, megabytes: 200 },
      older: '/extracts?before=x',
    }),
    'data-steward',
  ),
  'extracts-refused': page(
    'migration/extracts',
    extractsView({
      extracts: [],
      name: '',
      refusals: [
        { field: 'name', text: 'Say what to call this extract' },
        { field: 'files', text: 'notes.csv is none of the known files: its heading begins NAME, AGE' },
        { field: 'files', text: 'visor_nominals.csv is empty' },
      ],
      limits: { files: 20, megabytes: 200 },
      older: null,
    }),
    'data-steward',
    422,
  ),
  extract: page(
    'migration/extract',
    extractView(
      extract,
      { rows: refusedRows, more: '/extracts/1?after=x', download: '/extracts/1/refused.csv' },
      [
        {
          href: '/extracts/1/refused/3',
          file: 'visor_nominals.csv',
          line: '20',
          key: 'V11/2000317',
          when: 'Harriet Stanmore, 23 November 2026 at 6:20pm',
        },
      ],
      'visor_nominals.csv, line 20, is put right and taken in, with the rows that waited for it.',
      ['The reconciliation is not signed.'],
    ),
    'data-steward',
  ),
  reconciliation: page(
    'need-to-know/board',
    reconciliationView(extract, {
      signings: [{ ...signing, withdrawn: null }, signing],
      holds: [{ ...hold, lifted: null }, hold],
    }),
    'data-steward',
  ),
  'reconciliation-refused': page(
    'need-to-know/board',
    reconciliationView(extract, { signings: [], holds: [] }, { refusedWhy: 'short' }, [
      { field: 'refusedWhy', text: 'Say why, in 10 characters or more' },
    ]),
    'data-steward',
  ),
  'extract-running': page(
    'migration/extract',
    extractView(
      {
        ...extract,
        finishedAt: null,
        files: extract.files.map(file => ({ ...file, takenIn: Math.floor(file.takenIn / 3), readWhole: false })),
      },
      { rows: [], more: null, download: null },
    ),
    'data-steward',
  ),
  'refused-row': page('migration/refused-row', refusedRowView(refusedRow), 'data-steward'),
  'refused-row-again': page(
    'migration/refused-row',
    refusedRowView({
      ...refusedRow,
      refusals: [
        { field: 'DOB', text: 'Date of birth is not a date' },
        { field: 'FORCE', text: 'No force has the number 98' },
      ],
    }),
    'data-steward',
    422,
  ),
  'refused-row-done': page(
    'migration/refused-row',
    refusedRowView({ ...refusedRow, reasons: [], surplus: [], version: 1, corrected: putRight, isOpen: false }),
    'data-steward',
  ),
  'refused-row-surplus': page(
    'migration/refused-row',
    refusedRowView({ ...refusedRow, surplus: ['Flat 2', '“quoted”'], corrected: putRight }),
    'data-steward',
  ),
  'refused-row-conflict': page(
    'migration/refused-row-conflict',
    conflictView({ ...refusedRow, reasons: [], version: 1, corrected: putRight, isOpen: false }, [
      'V09/8168297',
      'GRAVESBY',
      'Ottoline',
      '28/02/1979',
      '22',
      'First line\nSecond line',
    ]),
    'data-steward',
    409,
  ),
  'record-child': page(
    'nominals/record',
    withFiles(
      recordView(
        {
          ...writtenRecord,
          births: [{ ...record.births[0]!, bornOn: '2010-03-04' }, record.births[1]!],
          archivings: [archived],
        },
        now,
        undefined,
        { mayAdd: true, on: null },
        {
          due: dueView({ rows: dues, total: 19 }, today),
          since: sinceView(record.id as NominalId, now.subtract({ hours: 30 }), changes),
        },
      ),
      seen,
      { mayAdd: true, today: dayOf(now) },
    ),
  ),
  'record-quiet': page(
    'nominals/record',
    withFiles(
      recordView(
        sparseRecord,
        now,
        undefined,
        { mayAdd: false, on: null },
        {
          due: dueView({ rows: [], total: 0 }, today),
          since: sinceView(record.id as NominalId, now.subtract({ hours: 30 }), []),
        },
      ),
      seen,
      { mayAdd: false, today: dayOf(now) },
    ),
    'supervisor',
  ),
  'record-writing': page(
    'nominals/record',
    withFiles(recordView(writtenRecord, now, undefined, { mayAdd: true, on: null }), seen, {
      mayAdd: true,
      today: dayOf(now),
    }),
  ),
  ...disclosureSamples,
  ...Object.fromEntries(
    Object.entries(addressCheckSamples).map(([name, view]) => [
      name,
      page('need-to-know/address-check', view, 'control-room'),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      ...localContactSamples,
      ...inspectionSamples,
      ...sealingSamples,
      ...wallSamples,
      ...noticeSamples,
      ...compartmentSamples,
      ...instructionSamples,
      ...reconciliationSamples,
    }).map(([name, view]) => [name, page('need-to-know/board', view, 'local-contact')]),
  ),
  ...emergencySamples,
  'record-known-on': page(
    'nominals/record',
    withFiles(recordView(record, now, undefined, { mayAdd: true, on: Temporal.PlainDate.from('2026-11-22') }), seen, {
      mayAdd: false,
      today: Temporal.PlainDate.from('2026-11-22'),
    }),
  ),
  'fact-add': page(
    'nominals/fact-form',
    addFactView({ ...factForm, kind: factKindCalled('address')!, given: {}, refusals: [] }),
  ),
  'fact-add-marker-again': page(
    'nominals/fact-form',
    addFactView({
      ...factForm,
      kind: factKindCalled('marker')!,
      given: { basis: 'Typed with care', incidentOn: '31 2 2026', code: 'VI' },
      refusals: [
        { field: 'scope', text: 'Choose what it is about' },
        { field: 'incidentOn', text: 'Day of the incident must be a date, like 23 11 2026' },
        { field: '', text: 'Only the agency that said this, or the lead agency, may change it.' },
      ],
    }),
    'officer',
    422,
  ),
  'fact-correct': page(
    'nominals/fact-form',
    correctFactView(
      { ...factForm, kind: factKindCalled('address')!, given: writtenFact, refusals: [] },
      writtenFact.id,
    ),
  ),
  'fact-end': page(
    'nominals/fact-form',
    endFactView({ ...factForm, kind: factKindCalled('address')!, given: {}, refusals: [] }, writtenFact.id),
  ),
  'fact-withdraw': page(
    'nominals/fact-form',
    withdrawFactView({ ...factForm, kind: factKindCalled('address')!, given: {}, refusals: [] }, writtenFact.id),
  ),
  'fact-conflict': page(
    'nominals/fact-conflict',
    factConflictView(factKindCalled('address')!, {
      name: record.name,
      theirs: writtenFact,
      yours: { ...writtenFact, line: '12 Mill Row' },
      now: '/nominals/1/facts/address/1',
      form: correctFactView(
        { ...factForm, kind: factKindCalled('address')!, given: { ...writtenFact, line: '12 Mill Row' }, refusals: [] },
        writtenFact.id,
      ),
    }),
    'officer',
    409,
  ),
  'fact-conflict-withdrawn': page(
    'nominals/fact-conflict',
    factConflictView(factKindCalled('address')!, {
      name: record.name,
      theirs: null,
      yours: writtenFact,
      now: '/nominals/1/facts/address/1',
      form: null,
    }),
    'officer',
    409,
  ),
  fact: page(
    'nominals/fact',
    factView(
      record.id as NominalId,
      record.name,
      factKindCalled('address')!,
      factHistory,
      { change: true, approve: true, decide: false, takeBack: false },
      today,
    ),
  ),
  history: page(
    'nominals/history',
    historyView(record.id as NominalId, record.name, factHistory.history, {
      older: '/nominals/1/history?cursor=x',
      today,
      typed: 'tomorrow',
      error: 'Enter a day up to today, like 23 11 2026',
    }),
  ),
  'not-yet': page(
    'nominals/not-yet',
    notYetView(
      record.id as NominalId,
      Temporal.PlainDate.from('2001-01-01'),
      Temporal.Instant.from('2025-11-04T09:00:00Z'),
    ),
  ),
  absent: page('pages/message', absentView(), 'officer', 404),
  forbidden: page('pages/message', forbiddenView(), 'auditor', 403),
  'stale-form': page('pages/message', staleFormView(), 'officer', 403),
  refused: page('pages/message', refusedView(['The session has already been ended']), 'officer', 422),
  'too-many': page('pages/message', tooManyView(30), null, 429),
  fault: page('pages/message', faultView('0199f3a2'), 'officer', 500),
  unavailable: page('pages/message', unavailableView(), null, 503),
}
