import type { PanelsOf } from '#nominals'
import { dayOf } from '#platform'
import { dayOfHandover, statutoryEnd } from './handover.ts'
import { endsOf, handoverOf } from './handover.store.ts'

/** On a person's page in full: the handover that is prepared or that passed incomplete, and to those who answer for them, where one is opened. */
export const handoverPanels: PanelsOf = async (tx, _actor, nominal, access, now) => {
  if (access !== 'full') return []
  const handover = await handoverOf(tx, nominal)
  const today = dayOf(now)
  const links = [{ text: 'See the handover', href: `/nominals/${nominal}/handover` }]
  const panel = { id: 'handover', title: 'Handover', tone: 'plain' as const, links }
  if (handover?.closed?.how === 'passed incomplete' && handover.unmet.length > 0)
    return [
      {
        ...panel,
        tone: 'notice',
        lines: [
          `Responsibility passed with gates not met, and ${handover.unmet.length} still ${handover.unmet.length === 1 ? 'is' : 'are'} not: the receiving unit owns what is missing.`,
        ],
      },
    ]
  if (handover && handover.closed === null)
    return [
      {
        ...panel,
        lines: [
          `${dayOfHandover(handover, today)}.`,
          `${handover.to ? `${handover.to} receives` : 'Nobody is named who receives'}; ${handover.unmet.length === 0 ? 'every gate is met' : handover.unmet.length === 1 ? '1 gate is not met' : `${handover.unmet.length} gates are not met`}.`,
        ],
      },
    ]
  const { answers, from, dates } = await endsOf(tx, nominal)
  if (!answers) return []
  const end = statutoryEnd(dates, from, today)
  return end || from === 'probation'
    ? [{ ...panel, lines: [], links: [{ text: 'Prepare a handover', href: `/nominals/${nominal}/handover` }] }]
    : []
}
