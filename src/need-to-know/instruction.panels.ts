import { sql } from 'kysely'
import { panelKind } from '#nominals'
import { dayOf } from '#platform'
import { isReviewOverdue, type InstructionKind } from './instruction.ts'
import { instructionAddress, reviewInWords } from './instruction.views.ts'

/** `kind`, `words` and `reviewOn`: null where nobody has written one. `may`: asked only where something is to be done. */
type Found = {
  readonly shown: string
  readonly kind: InstructionKind | null
  readonly words: string | null
  readonly reviewOn: string | null
  readonly contradicted: boolean
  readonly may: boolean
}

/** At *full*: what contact is shown of this record, and a notice where nobody has written it, its review has passed, or a marker speaks against it. */
export const instructionPanels = panelKind<Found>(
  ({ access, nominal, now }) =>
    access === 'full' &&
    sql`(select json_build_object('shown', n.safety_instruction, 'kind', i.kind, 'words', i.words, 'reviewOn', i.review_on, 'contradicted', x.contradicted,
           'may', case when i.id is null or x.contradicted or i.review_on < ${dayOf(now).toString()}::date then may_instruct(n.id) else false end)
      from nominal n join headline_on_the_day h on h.nominal_id = n.id
      left join safety_instruction i on i.nominal_id = n.id and i.superseded_at is null
      cross join lateral (select coalesce(i.kind = 'no-known-danger' and cardinality(h.markers) > 0, false) as contradicted) x
     where n.id = ${nominal}::uuid)`,
  ({ shown, kind, words, reviewOn, contradicted, may }, { nominal, now }) => {
    const today = dayOf(now)
    const stands = reviewOn === null ? null : { reviewOn: Temporal.PlainDate.from(reviewOn) }
    const wants = stands === null || contradicted || isReviewOverdue(stands, today)
    return [
      {
        id: 'safety-instruction',
        title:
          kind === null
            ? 'The safety instruction is missing'
            : wants
              ? 'The safety instruction is to be looked at again'
              : 'Safety instruction',
        tone: may ? 'notice' : 'plain',
        lines: [
          `Whoever may know only that there is a record is shown: “${shown}”`,
          ...(stands ? [`${reviewInWords(stands, today)}.`] : []),
          ...(contradicted ? [`“${words}” is not shown while a marker stands.`] : []),
        ],
        links: [{ text: may ? 'Write it' : 'Who said so, and when', href: instructionAddress(nominal) }],
      },
    ]
  },
)
