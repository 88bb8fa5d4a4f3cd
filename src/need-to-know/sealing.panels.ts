import { panelKind } from '#nominals'
import { momentInWords } from '#platform'
import { seals } from './sealing.ts'
import { leadsRecord, sealingsSeen } from './sealing.store.ts'
import { sealingAddress, sealSomethingAddress } from './sealing.views.ts'

/** To whoever supervises the unit that leads the record: what they have sealed of it themselves, and where they seal. */
export const sealingPanels = panelKind(
  ({ actor: { role }, nominal, access }) => access === 'full' && seals(role) && leadsRecord(nominal),
  async (_leads, { nominal }, tx) => {
    const own = (await sealingsSeen(tx, nominal)).filter(({ unsealedAt }) => unsealedAt === null)
    return [
      {
        id: 'sealing',
        title: 'What should not be here',
        tone: 'plain',
        lines: [
          'Something that should never have been on this record can be sealed: it is gone at once, for everybody.',
          ...own.map(({ sealedAt }) => `You sealed something here, ${momentInWords(sealedAt)}. Others cannot tell.`),
        ],
        links: [
          { text: 'Seal something', href: sealSomethingAddress(nominal) },
          ...own.slice(0, 5).map(({ id }) => ({ text: 'See the seal', href: sealingAddress(id) })),
        ],
      },
    ]
  },
)
