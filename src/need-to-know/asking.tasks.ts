import type { TaskKind } from '#tasks'

const why =
  'A request for more is answered within a working day (reference/emergency-policy.json); unanswered it lapses'

/** What comes of somebody asking for more of a record, for both sides. */
export const askingTasks: readonly TaskKind[] = [
  {
    kind: 'access.asked',
    what: ({ words }) => `Asked for access: ${words}`,
    why,
    byHand: null,
    link: ({ nominal, subject }) => ({
      text: 'Grant or refuse it',
      href: `/nominals/${nominal}/access-requests/${subject}`,
    }),
  },
  {
    kind: 'access.answered',
    what: ({ words }) =>
      words === 'granted'
        ? 'Your request for access was granted'
        : words === 'refused'
          ? 'Your request for access was refused'
          : 'Nobody answered your request for access in time. Ring the desk',
    why,
    byHand: 'seen',
    link: ({ nominal }) => ({ text: 'See what was said', href: `/nominals/${nominal}/access-requests` }),
  },
  {
    kind: 'access.lapsed',
    what: ({ words }) => `A request for access lapsed, because nobody answered it: ${words}`,
    why,
    byHand: 'seen',
    link: ({ nominal, subject }) => ({
      text: 'See what was asked',
      href: `/nominals/${nominal}/access-requests/${subject}`,
    }),
  },
]
