import { mayWrite, panelKind, type Panel } from '#nominals'
import { momentInWords } from '#platform'
import { managerAddress } from './manager.views.ts'
import { answersFound, waitingOn } from './transfer.store.ts'

/** On a person's page in full: that a transfer waits, and to those who answer for them, where one is asked. */
export const transferPanels = panelKind(
  ({ actor: { role }, nominal, access, holds }) =>
    access === 'full' && (mayWrite(role) || holds.has('transfer_item')) && answersFound(nominal),
  async ({ answers }, { actor: { role }, nominal, holds }, tx) => {
    const waiting = holds.has('transfer_item') ? await waitingOn(tx, nominal) : []
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
        ...(answers && mayWrite(role) && waiting.length === 0
          ? [{ text: 'Ask another unit to take over', href: `/nominals/${nominal}/transfer` }]
          : []),
        ...(answers && ['supervisor', 'region-lead', 'duty-officer'].includes(role)
          ? [{ text: 'Name the record manager', href: managerAddress(nominal) }]
          : []),
      ],
    }
    return panel.links.length > 0 ? [panel] : []
  },
)
