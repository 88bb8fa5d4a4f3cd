import { dayInWords } from '#platform'
import { contradictionsIn } from './contradiction.ts'
import type { RecordFacts } from './record.facts.ts'
import { isOn } from './source.ts'
import { isArchivedOn, type StatusFacts } from './status.ts'
import { under18, under18Doubt, under18InWords } from './under-18.ts'

/** What must be known of a record before it is read: that it is archived, and that it is about somebody under 18. */
export type StandingView = {
  readonly archived: { readonly words: string; readonly link: Link | null } | null
  /** Facts that cannot all be true, a sentence each; nobody has decided between them. */
  readonly contradictions: readonly string[]
  readonly under18: {
    readonly words: string
    readonly doubt: string
    readonly missing: string // empty: nobody
    readonly links: readonly Link[]
  } | null
}
type Link = { readonly text: string; readonly href: string }

/** `mayAdd`: whether whoever reads may write on the record, and so is offered how. */
export const standingView = (record: RecordFacts, today: Temporal.PlainDate, mayAdd: boolean): StandingView => ({
  archived: archivedView(record, today, mayAdd),
  contradictions: contradictionsIn(record as unknown as StatusFacts, today),
  under18: under18View(record, today, mayAdd),
})

const archivedView = (record: RecordFacts, today: Temporal.PlainDate, mayAdd: boolean): StandingView['archived'] => {
  if (!isArchivedOn(record as unknown as StatusFacts, today)) return null
  const archiving = (record.archivings as unknown as readonly Archiving[]).find(fact => isOn(fact, today))
  const facts = `/nominals/${record.id}/facts`
  if (!archiving)
    return {
      words: 'This record is archived: the register says so.',
      link: mayAdd ? { text: 'Confirm a basis, which brings it back', href: `${facts}/basis/new` } : null,
    }
  const since = archiving.from && ` since ${dayInWords(Temporal.PlainDate.from(archiving.from))}`
  return {
    words: `This record is archived${since ?? ''}: ${archiving.reason}`,
    link: mayAdd
      ? { text: 'End the archiving, which brings it back', href: `${facts}/archiving/${archiving.id}/end` }
      : null,
  }
}
type Archiving = {
  readonly id: string
  readonly from: string | null
  readonly to: string | null
  readonly reason: string
}

const under18View = (record: RecordFacts, today: Temporal.PlainDate, mayAdd: boolean): StandingView['under18'] => {
  const found = under18(record, today)
  return (
    found && {
      words: `${under18InWords(found, today)}.`,
      doubt: under18Doubt(found, today),
      missing: found.missing.length === 0 ? '' : `Nobody is recorded as ${found.missing.join(', or as ')}.`,
      links: mayAdd
        ? found.missing.map(role => ({
            text: `Add: ${role}`,
            href: `/nominals/${record.id}/facts/contact-person/new?role=${encodeURIComponent(role)}`,
          }))
        : [],
    }
  )
}
