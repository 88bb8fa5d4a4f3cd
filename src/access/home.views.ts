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

/** The first page of whoever is signed in: their own work first, and nothing else. */
export type HomeView = PageView & {
  readonly may: string
  readonly search: { readonly action: string } | null
  readonly caseload: {
    readonly count: string
    readonly rows: readonly CaseloadRow[]
    readonly more: string | null // address of the next page
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

const newRecord = {
  text: 'Create a record',
  href: '/nominals/new',
  words: 'Say who it is, see whom Concord knows already, and say why the law allows the record.',
} as const

/** The roles that write on nominals (src/nominals/fact-rights.ts). */
const recordMakers: readonly Role[] = ['officer', 'supervisor', 'region-lead', 'duty-officer']

/** What this role begins from its first page. */
const workOf = (role: Role): HomeView['work'] => [
  ...(role === 'data-steward' ? [extracts] : []),
  ...(recordMakers.includes(role) ? [newRecord] : []),
]

const caseloadHolders: readonly Role[] = [
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
]

// What a role is for and cannot do here yet, so that nobody hunts for it.
const later: Readonly<Record<Role, readonly string[]>> = {
  officer: ['What is due, visits that are out now, and what changed since you last looked'],
  supervisor: ['What waits for you: visits to authorise, assessments to countersign, transfers to accept'],
  'region-lead': ['What waits for you: visits to authorise, assessments to countersign, transfers to accept'],
  'duty-officer': ['Granting access by name for a time, and answering contacts'],
  'local-contact': ['People who come to live in your force area, to acknowledge within a working day'],
  'control-room': ['The address safety check: yes or no, an instruction and a duty number'],
  'mappa-coordinator': ['Referrals, levels, meetings and minutes'],
  'national-coordinator': ['Assessment frameworks and their review'],
  'interventions-lead': ['Guidance, its acknowledgement by teams, and record standards'],
  'reconciliation-desk': ['Pairs of records that may be one person, put to you for a decision'],
  'commissioner-reader': ['The register of recommendations and the quarterly packs'],
  inspector: ['Inspection windows: named people, a named sample and an end'],
  auditor: ['The log, searched by person, officer, time and kind for a declared lawful purpose'],
  'data-protection-officer': ['The log for a declared lawful purpose; sealing and disposal'],
  'data-steward': ['Reconciling two systems while both run'],
  administrator: [
    'Agencies, units, posts, accounts and settings on pages; today they are loaded from the reference lists',
  ],
}

/** `caseload`: null for a role that has none; `total` may be more than the rows of this page. */
export const homeView = (facts: {
  readonly role: Role
  readonly caseload: {
    readonly rows: readonly CaseloadRow[]
    readonly total: number
    readonly more: string | null
  } | null
}): HomeView => ({
  title: facts.caseload ? 'Your caseload' : roleInWords(facts.role),
  aboutPeople: (facts.caseload?.rows.length ?? 0) > 0,
  may: whatRoleMay(facts.role),
  search: opensNominals(facts.role) ? { action: frameAddresses.search } : null,
  caseload: facts.caseload && {
    count: countOf(facts.caseload.rows.length, facts.caseload.total),
    rows: facts.caseload.rows,
    more: facts.caseload.more,
  },
  work: workOf(facts.role),
  later: later[facts.role],
})

const countOf = (shown: number, total: number): string => {
  if (total === 0) return ''
  const people = total === 1 ? '1 person' : `${total.toLocaleString('en-GB')} people`
  return shown < total ? `${shown} of ${people} whose record you manage` : `${people} whose record you manage`
}
