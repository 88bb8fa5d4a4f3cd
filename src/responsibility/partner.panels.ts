import { mayWrite, partnerLevel, type PanelsOf } from '#nominals'
import { transferable } from './transfer.store.ts'

/** To whoever answers for a record, where partners join; to a partner, what was agreed. */
export const partnerPanels: PanelsOf = async (tx, { role }, nominal, access) => {
  if (access !== 'full' || !mayWrite(role)) return []
  const level = await partnerLevel(tx, nominal)
  const answers = level === 'full' && (await transferable(tx, nominal)).length > 0
  if (answers)
    return [
      {
        id: 'partners',
        title: 'Partners',
        tone: 'plain',
        lines: [],
        links: [{ text: 'Let a partner join, or end a partnership', href: `/nominals/${nominal}/partners` }],
      },
    ]
  if (level === 'full') return []
  const line =
    level === 'read'
      ? 'You are a partner that reads: what you know, tell the unit that leads.'
      : 'You are a partner that contributes: you write in your own agency’s name, and pass nothing on.'
  return [{ id: 'partners', title: 'Your partnership', tone: 'plain', lines: [line], links: [] }]
}
