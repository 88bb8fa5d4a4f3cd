import type { PageView } from './page.ts'

/** A page that only says something: a heading, some sentences, and where to go from here. */
export type MessageView = PageView & {
  readonly sentences: readonly string[]
  readonly links: readonly { readonly text: string; readonly href: string }[]
}

declare module 'fastify' {
  interface PageViews {
    'pages/message': MessageView
  }
}

const home = { text: 'Go to the first page', href: '/' } as const

/** 404. The same words for what does not exist and for what this person may not know of; nothing of the address is repeated. */
export const absentView = (): MessageView => ({
  title: 'There is nothing here for you',
  aboutPeople: false,
  sentences: [
    'Either nothing has this address, or it is not yours to see. Concord answers both alike, and keeps a note of the question.',
    'If you typed or pasted the address, check it. If you should be able to see it, ask your supervisor or the duty desk of the unit concerned.',
  ],
  links: [home],
})

/** 405: the address is there for another method, a form's for instance, whoever asks. */
export const notThusView = (): MessageView => ({
  title: 'This address is not opened in that way',
  aboutPeople: false,
  sentences: [
    'Nothing was changed. The address belongs to a form or a program, and shows nothing by itself.',
    'Go to the page where you were, and do it again from there.',
  ],
  links: [home],
})

/** 403: the role worn may not do this at all. */
export const forbiddenView = (): MessageView => ({
  title: 'Your present role may not do this',
  aboutPeople: false,
  sentences: [
    'Nothing was changed. If you hold another role that may, change roles and try again.',
    'If you think your role should allow it, ask your supervisor.',
  ],
  links: [home],
})

/** 403 on a form whose hidden token is not this session's: left open too long, or sent from somewhere else. */
export const staleFormView = (): MessageView => ({
  title: 'This form is out of date',
  aboutPeople: false,
  sentences: [
    'Nothing was changed. You may have signed in again since you opened the form.',
    'Go back, open the page again, and send it once more.',
  ],
  links: [home],
})

/** 422 where there is no form to show again: every reason at once. */
export const refusedView = (reasons: readonly string[]): MessageView => ({
  title: 'That could not be done',
  aboutPeople: false,
  sentences: ['Nothing was changed.', ...reasons],
  links: [home],
})

/** 429. `seconds`: how long to wait, as the Retry-After header says. */
export const tooManyView = (seconds: number): MessageView => ({
  title: 'Too many requests',
  aboutPeople: false,
  sentences: [
    `Concord was asked too often from here in a short time. Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`} and try again.`,
    'Nothing is wrong with your account.',
  ],
  links: [home],
})

/** 500. `reference`: what the person may quote and the operator can find in the log. */
export const faultView = (reference: string): MessageView => ({
  title: 'Concord has a fault',
  aboutPeople: false,
  sentences: [
    'It is ours, not yours. What you last sent was not kept: nothing is half done.',
    'Try again in a few minutes. If somebody’s safety is at stake, do not wait for Concord: ring the duty desk.',
    `If it happens again, tell support this reference: ${reference}.`,
  ],
  links: [home],
})

/** 503: the database does not answer, or the server is stopping. */
export const unavailableView = (): MessageView => ({
  title: 'Concord cannot answer just now',
  aboutPeople: false,
  sentences: [
    'Nothing you last sent was kept. Try again in a minute.',
    'If somebody’s safety is at stake, do not wait for Concord: ring the duty desk.',
  ],
  links: [],
})
