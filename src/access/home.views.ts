import { frameAddresses, type FrameLink, type PageView, type Role } from '#platform'
import { opensNominals, roleInWords, whatRoleMay } from './roles.ts'

/** One person on a caseload, ready to print. `nextDate`: "Released 5 December 2026, in 12 days", empty where none is known. */
export type CaseloadRow = {
  readonly href: string
  readonly name: string
  readonly reference: string
  readonly markers: readonly string[]
  readonly status: string
  readonly nextDate: string
}

/** Something due on somebody's record, ready to print; `links`: where it is put right. */
export type HomeDueRow = {
  readonly person: { readonly name: string; readonly reference: string; readonly href: string }
  readonly what: string
  readonly when: string
  readonly overdue: boolean
  readonly why: string
  readonly links: readonly { readonly text: string; readonly href: string }[]
}
export type HomeDue = { readonly rows: readonly HomeDueRow[]; readonly total: number; readonly more: string | null }

/** A record of which others have said something since one last looked. */
export type HomeChanged = {
  readonly href: string
  readonly name: string
  readonly reference: string
  readonly words: string
  readonly latest: string
}

/** What somebody who answers for records has before them. `of`: the cases they manage, or their whole unit's. null: not on this page. */
export type HomeWork = {
  readonly of: 'mine' | 'unit'
  readonly caseload: { readonly rows: readonly CaseloadRow[]; readonly total: number; readonly more: string | null }
  readonly due: HomeDue | null
  readonly waiting: HomeDue | null
  readonly changed: { readonly rows: readonly HomeChanged[]; readonly total: number } | null
}

/** A list of what is due with its heading, for the page. */
export type DueSection = {
  readonly id: string
  readonly title: string
  readonly count: string
  readonly rows: readonly HomeDueRow[]
  readonly more: { readonly text: string; readonly href: string } | null
  readonly empty: string
}

/** The first page of whoever is signed in: their own work first, and nothing else. */
export type HomeView = PageView & {
  readonly may: string
  readonly search: { readonly action: string } | null
  readonly due: readonly DueSection[]
  readonly changed: {
    readonly title: string
    readonly rows: readonly HomeChanged[]
    readonly more: string | null
    readonly empty: string
  } | null
  readonly caseload: {
    readonly title: string
    readonly count: string
    readonly rows: readonly CaseloadRow[]
    readonly more: { readonly text: string; readonly href: string } | null
    readonly empty: string
  } | null
  readonly work: readonly { readonly text: string; readonly href: string; readonly words: string }[]
  readonly later: readonly string[]
}

declare module 'fastify' {
  interface PageViews {
    'access/home': HomeView
  }
}

const extracts = {
  text: 'Extracts',
  href: '/extracts',
  words: 'Load the agencies’ extracts, see what became of every row, and put refused rows right.',
} as const

const transfers = {
  text: 'Transfers',
  href: '/transfers',
  words: 'Ask another unit to take over responsibility, and answer those who ask yours.',
} as const

const desks = {
  text: 'Duty desks',
  href: '/desks',
  words: 'Whom to ring now for a unit; supervisors keep and test the desk of theirs.',
} as const

const cover = {
  text: 'Leave and cover',
  href: '/cover',
  words: 'Say when you are away and who covers; supervisors keep those of their units.',
} as const

const training = {
  text: 'Vetting and training',
  href: '/training',
  words: 'What ends when in your units; training can be extended once, with a reason.',
} as const

const newRecord = {
  text: 'Create a record',
  href: '/nominals/new',
  words: 'Say who it is, see whom Concord knows already, and say why the law allows the record.',
} as const

const addressCheck = {
  text: 'Check an address',
  href: '/address-check',
  words: 'Before somebody attends: yes or no, what to do first, and whom to ring.',
} as const

const localArrivals = {
  text: 'People in your force area',
  href: '/local-arrivals',
  words: 'Who lives or stays here or is about to be released here: acknowledge, and keep whom of the shift you told.',
} as const

const localContacts = {
  text: 'Local points of contact',
  href: '/local-contacts',
  words: 'Who they are in each force, and which force lacks one.',
} as const

const inspections = {
  text: 'Inspection windows',
  href: '/inspections',
  words: 'Named people of an inspectorate read a named sample, until an end.',
} as const

const seals = {
  text: 'Under seal',
  href: '/sealings',
  words: 'What should never have been on a record and was taken out of it: opened again, or destroyed by two people.',
} as const

const declarations = {
  text: 'Declare a connection',
  href: '/declarations',
  words:
    'If you, your family or somebody you are close to may be on record: say so, without asking whether there is one.',
} as const

const compartments = {
  text: 'Compartments',
  href: '/compartments',
  words: 'Records that only their members know of: those that you are inside.',
} as const

const safetyNotices = {
  text: 'Safety notices',
  href: '/safety-notices',
  words:
    'What those who may not know of your records are told before they visit or attend; look up what somebody quotes.',
} as const

/** The roles that write on nominals (src/nominals/fact-rights.ts). */
const recordMakers: readonly Role[] = ['officer', 'supervisor', 'region-lead', 'duty-officer']

const pairs = {
  text: 'Pairs that may be one person',
  href: '/pairs',
  words: 'Two records side by side, across walls: say whether they are of one person.',
} as const

const instructions = {
  text: 'Safety instructions',
  href: '/safety-instructions',
  words:
    'What officers are told to do first whose access shows only that there is a record; those that are missing or to be reviewed.',
} as const

/** What this role begins from its first page. */
const workOf = (role: Role): HomeView['work'] => [
  ...(role === 'data-steward' ? [extracts] : []),
  ...(role === 'control-room' ? [addressCheck] : []),
  ...(['inspector', 'supervisor', 'region-lead'].includes(role) ? [inspections] : []),
  ...(['supervisor', 'region-lead', 'data-protection-officer'].includes(role) ? [seals] : []),
  ...(role === 'reconciliation-desk' ? [pairs] : []),
  ...(role === 'local-contact' ? [localArrivals] : []),
  ...(['local-contact', 'supervisor', 'administrator'].includes(role) ? [localContacts] : []),
  ...(recordMakers.includes(role) ? [newRecord, transfers, cover, instructions] : []),
  ...(['supervisor', 'region-lead'].includes(role) ? [training] : []),
  ...(recordMakers.includes(role) ? [safetyNotices, compartments] : []),
  desks,
  ...(opensNominals(role) ? [declarations] : []),
]

/** The roles that answer for records, so that they have a caseload. */
export const caseloadHolders: readonly Role[] = [
  'officer',
  'supervisor',
  'region-lead',
  'duty-officer',
  'local-contact',
  'mappa-coordinator',
]

/** Whether this role's first page shows the cases it manages. */
export const hasCaseload = (role: Role): boolean => caseloadHolders.includes(role)

/** The links of the masthead for a role. */
export const linksOf = (role: Role): readonly FrameLink[] => [
  { text: 'Home', href: frameAddresses.home },
  ...(opensNominals(role) ? [{ text: 'Search', href: frameAddresses.search }] : []),
  ...(role === 'data-steward' ? [{ text: extracts.text, href: extracts.href }] : []),
  ...(role === 'control-room' ? [{ text: addressCheck.text, href: addressCheck.href }] : []),
]

// What a role is for and cannot do here yet, so that nobody hunts for it.
const later: Readonly<Record<Role, readonly string[]>> = {
  officer: ['Visits that are out now'],
  supervisor: ['Visits to authorise, assessments to countersign'],
  'region-lead': ['Visits to authorise, assessments to countersign'],
  'duty-officer': ['Visits that are out now'],
  'local-contact': [],
  'control-room': [],
  'mappa-coordinator': ['Referrals, levels, meetings and minutes'],
  'national-coordinator': ['Assessment frameworks and their review'],
  'interventions-lead': ['Guidance, its acknowledgement by teams, and record standards'],
  'reconciliation-desk': ['Joining two records of one person into one, which those who answer for them do by hand'],
  'commissioner-reader': ['The register of recommendations and the quarterly packs'],
  inspector: [],
  auditor: ['The log, searched by person, officer, time and kind for a declared lawful purpose'],
  'data-protection-officer': ['The log for a declared lawful purpose; how long records are kept'],
  'data-steward': ['Reconciling two systems while both run'],
  administrator: [
    'Agencies, units, posts, accounts and settings on pages; today they are loaded from the reference lists',
  ],
}

/** `work`: null for a role that answers for no records. */
export const homeView = ({ role, work }: { readonly role: Role; readonly work: HomeWork | null }): HomeView => ({
  title: work ? 'Your work' : roleInWords(role),
  aboutPeople:
    work !== null &&
    [work.caseload.rows, work.due?.rows, work.waiting?.rows, work.changed?.rows].some(rows => rows?.length),
  may: whatRoleMay(role),
  search: opensNominals(role) ? { action: frameAddresses.search } : null,
  due: work ? dueSectionsOf(work) : [],
  changed: work?.changed ? changedOf(work, work.changed) : null,
  caseload: work && caseloadOf(work),
  work: workOf(role),
  later: later[role],
})

const dueSectionsOf = ({ of, waiting, due }: HomeWork): readonly DueSection[] => [
  ...(waiting
    ? [
        sectionOf(
          'waiting',
          'Waiting for me',
          waiting,
          'Nothing waits for you. Markers that others set come here to be approved.',
        ),
      ]
    : []),
  ...(due
    ? [
        sectionOf(
          'due',
          of === 'unit' ? 'Due in your unit' : 'Due',
          due,
          'Nothing is overdue or due in the next eight weeks.',
        ),
      ]
    : []),
]

const sectionOf = (id: string, title: string, { rows, total, more }: HomeDue, empty: string): DueSection => ({
  id,
  title,
  count:
    total > rows.length
      ? `The first ${rows.length} of ${total.toLocaleString('en-GB')}, the longest overdue first`
      : '',
  rows,
  more: more === null ? null : { text: `All ${total.toLocaleString('en-GB')}`, href: more },
  empty,
})

const changedOf = (
  { of }: HomeWork,
  { rows, total }: NonNullable<HomeWork['changed']>,
): NonNullable<HomeView['changed']> => ({
  title:
    of === 'unit' ? 'Changed in your unit since you last looked' : 'Changed on your caseload since you last looked',
  rows,
  more:
    total > rows.length
      ? `And ${(total - rows.length).toLocaleString('en-GB')} more records, which say so when you open them.`
      : null,
  empty: 'Nothing that others recorded since you last looked. A record counts from the first time that you open it.',
})

const caseloadOf = ({ of, caseload: { rows, total, more } }: HomeWork): NonNullable<HomeView['caseload']> => ({
  title: of === 'unit' ? 'Your unit’s caseload' : 'Your caseload',
  count: countOf(rows.length, total, of === 'unit' ? 'whose record is with your unit' : 'whose record you manage'),
  rows,
  more:
    more === null
      ? null
      : { text: of === 'unit' ? 'More of your unit’s caseload' : 'More of your caseload', href: more },
  empty:
    'Nobody’s record is in your hands at present. When one is, it will stand here with its status and its next date. Until then, search.',
})

const countOf = (shown: number, total: number, whose: string): string => {
  if (total === 0) return ''
  const people = total === 1 ? '1 person' : `${total.toLocaleString('en-GB')} people`
  return shown < total ? `${shown} of ${people} ${whose}` : `${people} ${whose}`
}
