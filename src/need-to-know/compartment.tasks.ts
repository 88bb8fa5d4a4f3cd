import type { Task, TaskKind } from '#tasks'
import type { CompartmentId } from './compartment.ts'
import { compartmentAddress, compartmentsAddress } from './compartment.views.ts'

const link =
  (text: string) =>
  ({ subject }: Task) => ({ text, href: compartmentAddress((subject ?? '') as CompartmentId) })
const listed = () => ({ text: 'Your compartments', href: compartmentsAddress })
const review = 'Whoever sponsors a compartment reviews who is inside (reference/need-to-know-policy.json)'
const hands = 'Nobody is left answering for what they cannot see'

/** What those inside a compartment are told. No task says which it is: whoever opens it is asked again whether they are inside. */
export const compartmentTasks: readonly TaskKind[] = [
  {
    kind: 'compartment.joined',
    what: () => 'You are inside a compartment, or answer for one',
    why: 'A member, and whoever answers for a compartment, is told of it',
    byHand: 'seen',
    link: link('See it'),
  },
  {
    kind: 'compartment.review',
    what: () => 'Review who is inside a compartment of yours',
    why: review,
    byHand: null,
    link: link('Review it'),
  },
  {
    kind: 'compartment.overdue',
    what: () => 'Who is inside a compartment of yours was not reviewed in time',
    why: review,
    byHand: null,
    link: link('Review it'),
  },
  {
    kind: 'compartment.responsible-gone',
    what: () => 'Somebody who answers for a compartment does not pass it any more: name another',
    why: 'A compartment has a sponsor and a second responsible person',
    byHand: null,
    link: link('Name another'),
  },
  {
    kind: 'compartment.membership-ending',
    what: () => 'Memberships of a compartment of yours end soon',
    why: 'A membership ends on its day; whoever is still needed gets a new time',
    byHand: null,
    link: link('See whose'),
  },
  {
    kind: 'compartment.gap',
    what: () => 'Somebody answers for this record and is not inside its compartment',
    why: hands,
    byHand: null,
    link: listed,
  },
]
