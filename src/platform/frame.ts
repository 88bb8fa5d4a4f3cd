import type { Actor, PersonAbout } from './actor.ts'
import { momentInWords, timeInWords } from './dates.ts'

/** Where the frame's own links and forms lead. Routes are registered under these same constants, so that they cannot part. */
export const frameAddresses = {
  home: '/',
  tasks: '/tasks',
  search: '/search', // GET, `q` and `after`
  role: '/role', // GET: choose; POST: wear another role
  sessions: '/sessions', // GET: one's own
  extension: '/session/extension', // POST, by script or by form: answers { secondsLeft } as JSON where that is accepted, else 303
  signOut: '/sign-out', // POST
} as const

/** The warning comes this long before the end: time enough to read it, find the button and press it (WCAG 2.2.1 asks for 20 seconds at least). */
export const warningSeconds = 120

// The database ends a session that was idle for 15 minutes, and notes at most once a minute that it is alive.
const idleMinutes = 15
const notedSeconds = 60

export type FrameLink = { readonly text: string; readonly href: string }

/** What stands around every page; the template reads it as `frame`. Texts are ready to print. */
export type Frame = {
  readonly demonstration: boolean
  readonly formToken: string
  /** On which page a form stands whose typing is kept: its hidden field `formAt`. */
  readonly formAt: string
  readonly madeAt: string
  readonly notice: string | null
  /** The person that the page is about, with their markers; null: it is about nobody, or has them itself. */
  readonly about: PersonAbout | null
  readonly search: { readonly action: string } | null
  readonly navigation: readonly (FrameLink & { readonly current: boolean })[]
  readonly who: {
    readonly name: string
    readonly role: string
    readonly acting: string
    readonly changeRole: string | null
    readonly sessions: string
    readonly signOut: string
  } | null
  readonly session: {
    readonly endsAt: string
    readonly why: string
    readonly secondsLeft: number
    readonly warningSeconds: number
    readonly extend: string | null // null: the session's last hour has come, and nothing lengthens it
    readonly over: string
  } | null
}

export type FrameFacts = {
  readonly demonstration: boolean
  readonly actor: Actor | null // null: nobody is signed in
  readonly roleInWords: string // of the role worn; empty where nobody is signed in
  readonly holdsSeveralRoles: boolean
  readonly maySearch: boolean
  readonly formToken: string // empty where nobody is signed in
  readonly path: string // of the request, to mark where one is
  readonly formAt?: string // the page of the form, where this answer is to what it sent
  readonly links: readonly FrameLink[] // the areas this role works in
  readonly now: Temporal.Instant
}

const notices = {
  vetting:
    'Your vetting has lapsed, so Concord shows you nobody. Ask your vetting unit; vetting cannot be extended here.',
  training:
    'Your training has lapsed, so Concord shows you nobody. Take the course, or ask your supervisor, who may extend it once.',
} as const

/** The frame of one page, from who asks, where and when. Pure. */
export const frameOf = (facts: FrameFacts): Frame => {
  const { actor, now } = facts
  return {
    demonstration: facts.demonstration,
    formToken: facts.formToken,
    formAt: facts.formAt ?? facts.path,
    madeAt: momentInWords(now),
    notice: actor?.lapsed ? notices[actor.lapsed] : null,
    about: actor?.about ?? null,
    search: actor && facts.maySearch ? { action: frameAddresses.search } : null,
    navigation: facts.links.map(link => ({ ...link, current: link.href === facts.path.split('?')[0] })),
    who: actor && {
      name: actor.name,
      role: facts.roleInWords,
      acting: actor.unitName === actor.agencyName ? actor.unitName : `${actor.unitName}, ${actor.agencyName}`,
      changeRole: facts.holdsSeveralRoles ? frameAddresses.role : null,
      sessions: frameAddresses.sessions,
      signOut: frameAddresses.signOut,
    },
    session: actor && sessionEnd(actor, now),
  }
}

/** Seconds until this session ends if nothing more is asked of it, counted as the database will count them. */
export const secondsLeft = ({ seenAt, endsAt }: Pick<Actor, 'seenAt' | 'endsAt'>, now: Temporal.Instant): number =>
  Math.max(0, Math.floor(now.until(endOf({ seenAt, endsAt }, now)).total('seconds')))

const idleEndOf = (seenAt: Temporal.Instant, now: Temporal.Instant): Temporal.Instant =>
  (now.since(seenAt).total('seconds') > notedSeconds ? now : seenAt).add({ minutes: idleMinutes })

const endOf = ({ seenAt, endsAt }: Pick<Actor, 'seenAt' | 'endsAt'>, now: Temporal.Instant): Temporal.Instant => {
  const idleEnd = idleEndOf(seenAt, now)
  return Temporal.Instant.compare(idleEnd, endsAt) < 0 ? idleEnd : endsAt
}

const sessionEnd = (actor: Actor, now: Temporal.Instant): Frame['session'] => {
  const end = endOf(actor, now)
  const extendable = Temporal.Instant.compare(end, actor.endsAt) < 0
  return {
    endsAt: timeInWords(end),
    why: extendable ? 'unless you open another page' : 'because a session lasts 12 hours at most',
    secondsLeft: secondsLeft(actor, now),
    warningSeconds,
    extend: extendable ? frameAddresses.extension : null,
    over: extendable
      ? 'Nothing happened here for 15 minutes, so Concord closed the page to keep it from other eyes.'
      : 'A session lasts 12 hours at most, and yours has ended.',
  }
}
