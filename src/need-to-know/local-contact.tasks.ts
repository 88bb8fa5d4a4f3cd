import type { TaskKind } from '#tasks'
import { arrivalAddress } from './local-contact.views.ts'
import type { ArrivalId } from './local-contact.ts'

/** What local points of contact, their supervisors and owners are asked and told. */
export const localContactTasks: readonly TaskKind[] = [
  {
    kind: 'local-contact.waits',
    what: ({ words }) =>
      words === 'release'
        ? 'Is about to be released to your force area: acknowledge, and say who of the shift was told'
        : 'Lives or stays in your force area: acknowledge, and say who of the shift was told',
    why: 'A local point of contact acknowledges within a working day (reference/local-contact-policy.json)',
    byHand: null,
    link: ({ subject }) => ({ text: 'Acknowledge', href: arrivalAddress({ id: subject as string as ArrivalId }) }),
  },
  {
    kind: 'local-contact.overdue',
    what: ({ words }) => `Not acknowledged in time by the local point of contact of ${words}`,
    why: 'What nobody acknowledges within a working day is put to the supervisor of the local contact and to the owner',
    byHand: 'seen',
    link: null,
  },
]
