import { mayWrite, type Panel, type PanelsOf } from '#nominals'
import { momentInWords } from '#platform'
import { transferable, waitingOn } from './transfer.store.ts'

/** On a person's page in full: that a transfer waits, and to those who answer for them, where one is asked. */
export const transferPanels: PanelsOf = async (tx, { role }, nominal, access) => {
  if (access !== 'full') return []
  const waiting = await waitingOn(tx, nominal)
  const mayAsk = mayWrite(role) && waiting.length === 0 && (await transferable(tx, nominal)).length > 0
  const panel: Panel = {
    id: 'transfer',
    title: 'Transfer',
    tone: 'plain',
    lines: waiting.map(
      ({ to, dueAt }) =>
        `${to} is asked to take over, and has until ${momentInWords(dueAt)}. Until they accept, nothing changes.`,
    ),
    links: [
      ...waiting.map(({ transfer }) => ({ text: 'See the request', href: `/transfers/${transfer}` })),
      ...(mayAsk ? [{ text: 'Ask another unit to take over', href: `/nominals/${nominal}/transfer` }] : []),
    ],
  }
  return panel.links.length > 0 ? [panel] : []
}
