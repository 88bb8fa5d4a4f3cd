import type { PanelsOf } from '#nominals'
import { dayInWords, dayOf } from '#platform'
import { samePersonAs } from './reconciliation.store.ts'

/** At *full*: another record that the reconciliation desk found to be of the same person, for those who see that one too. */
export const reconciliationPanels: PanelsOf = async (tx, _actor, nominal, access) => {
  if (access !== 'full') return []
  const others = await samePersonAs(tx, nominal)
  if (others.length === 0) return []
  return [
    {
      id: 'same-person',
      title: 'Another record of the same person',
      tone: 'notice',
      lines: others.map(
        ({ name, reference, decidedAt }) =>
          `${[name, reference].filter(Boolean).join(', ')}: found by the reconciliation desk on ${dayInWords(dayOf(decidedAt))}. Read both until they are joined.`,
      ),
      links: others.map(({ nominal: other, name, reference }) => ({
        text: [name, reference].filter(Boolean).join(', '),
        href: `/nominals/${other}`,
      })),
    },
  ]
}
