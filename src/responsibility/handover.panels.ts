import { mayWrite, panelKind, type Panel } from '#nominals'
import { dayOf, type NominalId } from '#platform'
import { dayOfHandover, statutoryEnd, type Handover } from './handover.ts'
import { endsToHandOver, handoverOf } from './handover.store.ts'

/** On a person's page in full: the handover that is prepared or that passed incomplete, and to those who answer for them, where one is opened. */
export const handoverPanels = panelKind(
  ({ actor: { role }, nominal, access, holds }) =>
    access === 'full' && (mayWrite(role) || holds.has('handover')) && endsToHandOver(nominal),
  async ({ ends }, { nominal, holds, now }, tx) => {
    const today = dayOf(now)
    const handover = holds.has('handover') ? await handoverOf(tx, nominal) : undefined
    const told = handover && handoverTold(nominal, handover, today)
    if (told) return [told]
    if (!ends) return []
    const dates = ends.dates.map(({ kind, onDay }) => ({ kind, onDay: Temporal.PlainDate.from(onDay) }))
    return ends.from === 'probation' || statutoryEnd(dates, ends.from, today)
      ? [panel(nominal, 'Prepare a handover', { tone: 'plain', lines: [] })]
      : []
  },
)

const panel = (nominal: NominalId, text: string, told: Pick<Panel, 'tone' | 'lines'>): Panel => ({
  id: 'handover',
  title: 'Handover',
  links: [{ text, href: `/nominals/${nominal}/handover` }],
  ...told,
})

/** undefined: it has passed or was called off, and nothing of it is left to say. */
const handoverTold = (nominal: NominalId, handover: Handover, today: Temporal.PlainDate): Panel | undefined => {
  const { closed, unmet, to } = handover
  if (closed?.how === 'passed incomplete' && unmet.length > 0)
    return panel(nominal, 'See the handover', {
      tone: 'notice',
      lines: [
        `Responsibility passed with gates not met, and ${unmet.length} still ${unmet.length === 1 ? 'is' : 'are'} not: the receiving unit owns what is missing.`,
      ],
    })
  if (closed !== null) return undefined
  const gates =
    unmet.length === 0
      ? 'every gate is met'
      : unmet.length === 1
        ? '1 gate is not met'
        : `${unmet.length} gates are not met`
  return panel(nominal, 'See the handover', {
    tone: 'plain',
    lines: [
      `${dayOfHandover(handover, today)}.`,
      `${to ? `${to} receives` : 'Nobody is named who receives'}; ${gates}.`,
    ],
  })
}
