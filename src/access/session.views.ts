import { momentInWords, type PageView, type Role } from '#platform'
import { roleInWords } from './roles.ts'

/** One of a person's own sessions, as it stands. */
export type OwnSession = {
  readonly id: string
  readonly kind: 'browser' | 'api'
  readonly role: Role
  readonly unit: string
  readonly startedAt: Temporal.Instant
  readonly seenAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly client: string // as the browser or program calls itself
  readonly thisOne: boolean
}

/** One's own sessions, each with a button that ends it. */
export type SessionsView = PageView & {
  readonly count: string
  readonly sessions: readonly {
    readonly what: string
    readonly role: string
    readonly started: string
    readonly seen: string
    readonly ends: string
    readonly thisOne: boolean
    readonly end: string // POST
    readonly endLabel: string
  }[]
}

declare module 'fastify' {
  interface PageViews {
    'access/sessions': SessionsView
  }
}

/** Sessions in the order given. Ending is `POST /sessions/:id/end`. */
export const sessionsView = (sessions: readonly OwnSession[]): SessionsView => ({
  title: 'Your sessions',
  aboutPeople: false,
  count: sessions.length === 1 ? 'You are signed in once.' : `You are signed in ${sessions.length} times.`,
  sessions: sessions.map(session => ({
    what: session.kind === 'api' ? 'A program, with a token' : browserOf(session.client),
    role: `${roleInWords(session.role)}, ${session.unit}`,
    started: momentInWords(session.startedAt),
    seen: momentInWords(session.seenAt),
    ends: momentInWords(session.endsAt),
    thisOne: session.thisOne,
    end: `/sessions/${session.id}/end`,
    endLabel: `started ${momentInWords(session.startedAt)}`,
  })),
})

// Enough to tell one's telephone from one's desk; the rest of a user agent's text says nothing to its owner.
const browserOf = (client: string): string => {
  const browser = /Edg\//.test(client)
    ? 'Edge'
    : /Firefox\//.test(client)
      ? 'Firefox'
      : /Chrome\//.test(client)
        ? 'Chrome'
        : /Safari\//.test(client)
          ? 'Safari'
          : 'A browser'
  const system = /Android/.exec(client)?.[0] ?? /Windows|iPhone|iPad|Macintosh|Linux/.exec(client)?.[0]
  return system ? `${browser} on ${system === 'Macintosh' ? 'Mac' : system}` : browser
}
