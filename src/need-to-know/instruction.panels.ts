import type { PanelsOf } from '#nominals'
import { dayOf } from '#platform'
import { isReviewOverdue } from './instruction.ts'
import { instructionFacts, mayInstruct } from './instruction.store.ts'
import { instructionAddress, reviewInWords } from './instruction.views.ts'

/** At *full*: what contact is shown of this record, and a notice where nobody has written it, its review has passed, or a marker speaks against it. */
export const instructionPanels: PanelsOf = async (tx, _actor, nominal, access, now) => {
  if (access !== 'full') return []
  const { stands, shown, markers } = await instructionFacts(tx, nominal)
  const today = dayOf(now)
  const contradicted = stands?.kind === 'no-known-danger' && markers.length > 0
  const wants = stands === null || isReviewOverdue(stands, today) || contradicted
  const may = wants && (await mayInstruct(tx, nominal))
  return [
    {
      id: 'safety-instruction',
      title:
        stands === null
          ? 'The safety instruction is missing'
          : wants
            ? 'The safety instruction is to be looked at again'
            : 'Safety instruction',
      tone: may ? 'notice' : 'plain',
      lines: [
        `Whoever may know only that there is a record is shown: “${shown}”`,
        ...(stands ? [`${reviewInWords(stands, today)}.`] : []),
        ...(contradicted ? [`“${stands.words}” is not shown while a marker stands.`] : []),
      ],
      links: [{ text: may ? 'Write it' : 'Who said so, and when', href: instructionAddress(nominal) }],
    },
  ]
}
