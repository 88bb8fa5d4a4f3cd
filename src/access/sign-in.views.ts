import type { PageView } from '#platform'

/** The first page, for those who are not signed in. */
export type SignInView = PageView & {
  readonly start: string // a link, not a form: the sign-in provider is elsewhere
  readonly message: string | null
  readonly demonstration: boolean
}

declare module 'fastify' {
  interface PageViews {
    'access/sign-in': SignInView
  }
}

/** Why somebody who was signed in is not any more, or could not be. */
export type SignInReason =
  | 'signed-out'
  | 'timed-out'
  | 'kept'
  | 'ended'
  | 'no-account'
  | 'disabled'
  | 'no-role'
  | 'provider'

const messages: Readonly<Record<SignInReason, string>> = {
  'signed-out': 'You have signed out.',
  'timed-out': 'You were signed out, because nothing happened for 15 minutes or the session had lasted 12 hours.',
  kept: 'You were signed out before your form arrived. What you had typed is kept for you alone, for 24 hours: sign in and you are led back to it.',
  ended: 'That session was ended. If it was not you who ended it, tell your supervisor.',
  'no-account':
    'Your organisation knows you, but Concord does not: nobody has made an account for you. Ask your administrator.',
  disabled: 'Your account has been closed. Ask your administrator.',
  'no-role': 'You hold no role at present. Ask your supervisor or administrator.',
  provider: 'Signing in did not succeed. Try again; if it happens again, tell support.',
}

/** Whether what came in an address is one of the reasons. */
export const isSignInReason = (text: unknown): text is SignInReason =>
  typeof text === 'string' && Object.hasOwn(messages, text)

/** `start`: the address that begins signing in. `reason`: null when somebody simply arrives. */
export const signInView = (facts: {
  readonly start: string
  readonly reason: SignInReason | null
  readonly demonstration: boolean
}): SignInView => ({
  title: 'Sign in',
  aboutPeople: false,
  start: facts.start,
  message: facts.reason && messages[facts.reason],
  demonstration: facts.demonstration,
})
