import { sql } from 'kysely'
import { panelKind } from '#nominals'
import { dayInWords, dayOf } from '#platform'
import type { SamePerson } from './reconciliation.ts'

type Found = readonly (Omit<SamePerson, 'decidedAt'> & { readonly decidedAt: string })[]

/** At *full*: another record that the reconciliation desk found to be of the same person, for those who see that one too. */
export const reconciliationPanels = panelKind<Found>(
  ({ access, nominal }) =>
    access === 'full' &&
    sql`(select json_agg(json_build_object('nominal', s.nominal_id, 'name', s.name, 'reference', s.reference, 'decidedAt', s.decided_at)) from same_person_as(${nominal}::uuid) s)`,
  others => [
    {
      id: 'same-person',
      title: 'Another record of the same person',
      tone: 'notice',
      lines: others.map(
        ({ name, reference, decidedAt }) =>
          `${[name, reference].filter(Boolean).join(', ')}: found by the reconciliation desk on ${dayInWords(dayOf(Temporal.Instant.from(decidedAt)))}. Read both until they are joined.`,
      ),
      links: others.map(({ nominal, name, reference }) => ({
        text: [name, reference].filter(Boolean).join(', '),
        href: `/nominals/${nominal}`,
      })),
    },
  ],
)
