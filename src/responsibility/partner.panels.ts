import { mayWrite, panelKind, type Panel } from '#nominals'
import { partnershipFound } from './partner.store.ts'

/** To whoever answers for a record, where partners join; to a partner, what was agreed. */
export const partnerPanels = panelKind(
  ({ actor: { role }, nominal, access, holds }) =>
    access === 'full' && mayWrite(role) && partnershipFound(nominal, holds.has('partner')),
  ({ level, answers }, { nominal }): readonly Panel[] => {
    if (level === 'full')
      return answers
        ? [
            {
              id: 'partners',
              title: 'Partners',
              tone: 'plain',
              lines: [],
              links: [{ text: 'Let a partner join, or end a partnership', href: `/nominals/${nominal}/partners` }],
            },
          ]
        : []
    const line =
      level === 'read'
        ? 'You are a partner that reads: what you know, tell the unit that leads.'
        : 'You are a partner that contributes: you write in your own agency’s name, and pass nothing on.'
    return [{ id: 'partners', title: 'Your partnership', tone: 'plain', lines: [line], links: [] }]
  },
)
