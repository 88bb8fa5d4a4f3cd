import type { CaseloadRow, HomeChanged, HomeDueRow } from '#access'
import { momentInWords } from '#platform'
import { dueInWords } from './due.ts'
import type { RecordChange } from './last-look.facts.ts'
import { changesInWords } from './since.views.ts'
import { nextDateInWords, statusInWords } from './status.ts'
import type { Case, ChangesOfSomebody, DueOfSomebody } from './work.facts.ts'

/** A row of a caseload. `due`: what is due on the record, if anything, the first first. */
export const caseloadRow = (row: Case, due: DueOfSomebody | undefined, today: Temporal.PlainDate): CaseloadRow => {
  const status = { ...row, releaseOn: row.releaseOn?.toString() ?? null }
  const first = due && dueInWords(due, today)
  return {
    href: `/nominals/${row.nominal}`,
    name: row.name,
    reference: row.reference,
    markers: row.markers,
    status: statusInWords(status),
    nextDate: first && due.rule !== 'release' ? `${first.what}. ${first.when}` : nextDateInWords(status, today),
  }
}

/** Something due on somebody's record, for a list of many people's. */
export const dueRow = (due: DueOfSomebody, today: Temporal.PlainDate): HomeDueRow => ({
  ...dueInWords(due, today),
  person: { name: due.name, reference: due.reference, href: `/nominals/${due.nominal}` },
})

/** Each record with what others said of it, the one that changed last first. */
export const changedRows = (
  changes: readonly ChangesOfSomebody[],
): readonly (HomeChanged & Pick<RecordChange, 'nominal'>)[] =>
  [...Map.groupBy(changes, ({ nominal }) => nominal)].map(([nominal, some]) => {
    const { name, reference, at, by } = some[0]!
    return {
      nominal,
      href: `/nominals/${nominal}#since`,
      name,
      reference,
      words: changesInWords(some),
      latest: `${by ?? 'From an extract'}, ${momentInWords(at)}`,
    }
  })
