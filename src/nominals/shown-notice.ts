import type { AuditEntry, Id, NominalId } from '#platform'

export type NoticeId = Id<'safety notice'>

/** Where a notice applies: the address itself, another flat of its building, the building in which the flat is not known, a person, or a record. */
export type NoticePlace = 'here' | 'another flat' | 'building' | 'person' | 'record'

/**
 * A safety notice as it is shown: words that somebody's owner wrote for those who visit or attend, a desk to ring, and what to quote. It says nothing of
 * what lies behind it. `confirmedOn`: when it was last reviewed. `notice` and `hidden`: for the log alone.
 */
export type ShownNotice = {
  readonly notice: NoticeId
  readonly hidden: NominalId
  readonly place: NoticePlace
  readonly words: string
  readonly confirmedOn: Temporal.PlainDate
  readonly quote: string
  readonly desk: string
  readonly telephone: string
}

/** How somebody came upon a notice. */
export type NoticeWay = 'search' | 'creating' | 'record' | 'safety sheet'

/** By what: keys of addresses, whole names with a date of birth, and records that they may know of. */
export type NoticeAsked = {
  readonly addressKeys: readonly string[]
  readonly fullNames: readonly string[]
  readonly born: Temporal.PlainDate | null
  readonly nominals: readonly NominalId[]
}

/** The same with everybody behind a notice who was shown, in the log: consulted, and nothing of their record told. */
export const withNotices = (audit: AuditEntry, notices: readonly ShownNotice[]): AuditEntry => {
  if (notices.length === 0) return audit
  const subjects = audit.subjects ?? []
  const there = new Set<string>(subjects.map(({ nominal }) => nominal))
  const behind = [...new Set(notices.map(({ hidden }) => hidden))].filter(nominal => !there.has(nominal))
  return {
    ...audit,
    subjects: [...subjects, ...behind.map(nominal => ({ nominal, access: 'none' as const }))],
    records: [...(audit.records ?? []), ...notices.map(({ notice }) => notice)],
    fieldGroups: [...(audit.fieldGroups ?? []), 'safety-notice'],
  }
}
