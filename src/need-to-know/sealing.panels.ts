import type { PanelsOf } from '#nominals'
import { momentInWords } from '#platform'
import { seals } from './sealing.ts'
import { sealingsSeen, supervisedRecord } from './sealing.store.ts'
import { sealingAddress, sealSomethingAddress } from './sealing.views.ts'

/** To whoever supervises the unit that leads the record: what they have sealed of it themselves, and where they seal. */
export const sealingPanels: PanelsOf = async (tx, actor, nominal, access) => {
  if (access !== 'full' || !seals(actor.role) || !(await supervisedRecord(tx, nominal))) return []
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
}
