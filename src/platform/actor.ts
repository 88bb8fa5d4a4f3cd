import type { Id } from './id.ts'
import type { IdempotencyKey } from './idempotency.ts'

export type OfficerId = Id<'officer'>
export type AgencyId = Id<'agency'>
export type UnitId = Id<'unit'>
export type NominalId = Id<'nominal'>
export type SessionId = Id<'session'>
export type RoleHeldId = Id<'role held'>

/** The role a person wears, one at a time; `reference/roles.json` says what each may do. */
export type Role =
  | 'officer'
  | 'supervisor'
  | 'region-lead'
  | 'duty-officer'
  | 'local-contact'
  | 'control-room'
  | 'mappa-coordinator'
  | 'national-coordinator'
  | 'interventions-lead'
  | 'reconciliation-desk'
  | 'commissioner-reader'
  | 'inspector'
  | 'auditor'
  | 'data-protection-officer'
  | 'data-steward'
  | 'administrator'

/** What one may see of a record: all of it, the headline, whom to ring, or not even that it is there. */
export type Access = 'full' | 'summary' | 'contact' | 'none'

/** Who is acting, found from the session inside the transaction, so that what has lapsed a second ago is gone now. */
export type Actor = {
  readonly session: SessionId
  readonly officer: OfficerId
  readonly name: string
  readonly role: Role
  readonly roleHeld: RoleHeldId
  readonly agency: AgencyId
  readonly agencyName: string
  readonly unit: UnitId
  readonly unitName: string
  readonly kind: 'browser' | 'api'
  readonly seenAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** What has lapsed and taken access away: vetting, training, or nothing. */
  readonly lapsed: 'vetting' | 'training' | null
  /** Whether there is another role to change to; asked for a browser's session only. */
  readonly holdsSeveralRoles: boolean
  /** How many tasks wait for them, 100 at most; asked for a browser's session only. */
  readonly openTasks: number
  /** Whom the page is about that they are shown, where it is one person: what stands at its top. Set by whoever opens the record. */
  readonly about?: PersonAbout
}

/** What a page about a person says before everything else. `title`: "Corwin Thray: 2 markers"; `markers`: in words. */
export type PersonAbout = { readonly title: string; readonly markers: readonly string[] }

/**
 * Who is asking, as far as a request tells: the SHA-256 (hex) of its session token, and its client for the log (at most 200 characters).
 * `watching`: a page asks by itself, with nobody at the desk perhaps, so the question keeps no session alive. `idempotency`: what is
 * asked is to be done once.
 */
export type Caller = {
  readonly tokenHash: string
  readonly client: string
  readonly watching?: boolean
  readonly idempotency?: IdempotencyKey | undefined
}

/** One line of the log (Data Protection Act 2018 s.62): what was done, about whom, and what of them was shown. Never the content itself. */
export type AuditEntry = {
  /** `area.past-participle`, for example `nominal.viewed`. */
  readonly action: string
  readonly outcome?: 'done' | 'refused' | 'absent'
  /** Everyone it is about, with the access found; a list of 25 is 25 consultations. */
  readonly subjects?: readonly { readonly nominal: NominalId; readonly access: Access }[]
  readonly records?: readonly string[]
  readonly fieldGroups?: readonly string[]
  readonly purpose?: { readonly code: string; readonly words?: string }
  readonly recipients?: readonly string[]
  readonly onBehalfOf?: OfficerId
}
