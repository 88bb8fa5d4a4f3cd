import { dayInWords, momentInWords, type Refusal } from '#platform'
import { boardView, line, oneOfFew, plain, sentences, type BoardView } from './board.views.ts'
import { connectionInWords, connections } from './connection.ts'
import type { Declaration } from './declaration.ts'

export const declarationsAddress = '/declarations'

export type ConnectionTyped = Readonly<Record<'kind' | 'words' | 'called' | 'born', string>>

const connectionFields = ({ kind, words }: ConnectionTyped, refusals: readonly Refusal[]) => [
  oneOfFew({ name: 'kind', label: 'What you are to the person', value: kind }, connections, refusals),
  sentences(
    {
      name: 'words',
      label: 'How you are connected',
      hint: 'Those who answer for the record read it, and nobody else',
      value: words,
    },
    refusals,
  ),
]

/** Declares a connection to somebody whose record is seen. `name`: empty at contact. */
export const connectionView = (
  nominal: string,
  name: string,
  typed: ConnectionTyped,
  refusals: readonly Refusal[],
): BoardView =>
  boardView({
    heading: name === '' ? 'Declare a connection' : `Declare a connection: ${name}`,
    back: { text: name === '' ? 'Back' : name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: [
      'From the moment you send it this record is not there for you any more, and you cannot take it back: a supervisor of the unit that leads can, with a reason.',
      'What you hold of the record passes to its supervisors, so that somebody answers for it.',
    ],
    forms: [
      {
        id: 'declare',
        title: 'Your connection',
        intro: [],
        action: `/nominals/${nominal}/declaration`,
        submit: 'Declare it, and leave this record',
        hidden: [],
        fields: connectionFields(typed, refusals),
      },
    ],
  })

/** What one has declared, and the form by which one declares somebody of whom there may be a record or not. */
export const declarationsView = (
  declarations: readonly Declaration[],
  typed: ConnectionTyped,
  refusals: readonly Refusal[],
): BoardView =>
  boardView({
    heading: 'Your declarations',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    refusals,
    intro: [
      'If you, somebody of your family, or somebody you are otherwise too near to may be on record, say so here. You need not know whether there is a record, and you will not be told.',
      'If there is one, or there ever will be, it is not there for you, and those who answer for it are told.',
    ],
    lists: [
      {
        id: 'declared',
        title: 'What you have declared',
        count: 'The latest first',
        head: ['When', 'About', 'What you are to them', 'In your words'],
        rows: declarations.map(({ declaredAt, how, called, born, kind, words }) => [
          plain(momentInWords(declaredAt)),
          plain(
            how === 'record'
              ? 'A record that you saw'
              : `${called}, born ${born === null ? '' : dayInWords(Temporal.PlainDate.from(born))}`,
          ),
          plain(connectionInWords(kind)),
          plain(words),
        ]),
        empty: 'Nothing yet.',
      },
    ],
    forms: [
      {
        id: 'declare',
        title: 'Declare a connection',
        intro: [],
        action: declarationsAddress,
        submit: 'Declare it',
        hidden: [],
        fields: [
          line(
            { name: 'called', label: 'Their whole name', hint: 'Forename and surname', value: typed.called },
            refusals,
          ),
          line(
            { name: 'born', label: 'Their date of birth', hint: 'For example 3 7 1982', value: typed.born },
            refusals,
          ),
          ...connectionFields(typed, refusals),
        ],
      },
    ],
  })
