import { mayWrite, panelKind } from '#nominals'
import { coverInWords } from './cover.ts'
import { anyAway, awayFrom } from './cover.store.ts'

/** On a person's page in full: who of those that answer for them is away, and who acts instead. */
export const coverPanels = panelKind(
  ({ nominal, access }) => access === 'full' && anyAway(nominal),
  async (_any, { actor: { role }, nominal }, tx) => {
    const away = await awayFrom(tx, nominal)
    if (away.length === 0) return []
    const lines = away.map(({ role, officer, unit, covering, why, said }) =>
      coverInWords(role, officer, { why, at: said }, covering, unit),
    )
    return [
      {
        id: 'cover',
        title: 'Who answers while they are away',
        tone: 'plain',
        lines,
        links: mayWrite(role) ? [{ text: 'Leave and cover', href: '/cover' }] : [],
      },
    ]
  },
)
