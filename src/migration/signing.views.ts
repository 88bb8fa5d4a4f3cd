import { boardView, plain, sentences, type BoardForm, type BoardView } from '#need-to-know'
import type { Refusal } from '#platform'
import type { ExtractFacts } from './extract.facts.ts'
import { inWords, number, stateOf, totalOf } from './figures.ts'
import {
  holdInWords,
  holdOf,
  mayNow,
  reconciliationInWords,
  signatureOf,
  signingInWords,
  stagedRowsDays,
  type Reconciliation,
} from './signing.ts'

export const reconciliationAddress = (extract: string): string => `/extracts/${extract}/reconciliation`

/** What was typed, by the name of its field. */
export type SigningTyped = Readonly<Partial<Record<'refusedWhy' | 'withdrawnWhy' | 'holdWhy' | 'liftedWhy', string>>>

type Named = { readonly id: 'sign' | 'withdraw' | 'hold' | 'lift' } & Pick<BoardForm, 'title' | 'intro' | 'submit'> & {
    readonly field: keyof SigningTyped
    readonly label: string
  }

/** Signing the figures of an extract, withdrawing the signature, holding its rows back from destruction, and what has been done of these. */
export const reconciliationView = (
  extract: ExtractFacts,
  reconciliation: Reconciliation,
  typed: SigningTyped = {},
  refusals: readonly Refusal[] = [],
): BoardView => {
  const totals = totalOf(extract.files)
  const isFinished = stateOf(extract) === 'loaded'
  const may = mayNow(reconciliation, { isFinished, ...totals })
  const form = ({ id, field, label, ...rest }: Named, asks = true): BoardForm => ({
    id,
    ...rest,
    action: `${reconciliationAddress(extract.id)}/${id}`,
    hidden: [],
    fields: asks ? [sentences({ name: field, label, value: typed[field] ?? '' }, refusals)] : [],
  })
  const gone = signatureOf(reconciliation)?.destroyedAt !== null && signatureOf(reconciliation) !== null
  return boardView({
    heading: `Reconciliation of ${extract.name}`,
    back: { text: extract.name, href: `/extracts/${extract.id}` },
    aboutPeople: false,
    refusals,
    intro: [
      ...reconciliationInWords(reconciliation, { isFinished }),
      ...(gone
        ? ['The facts made of the rows stand; each still says which extract and row it came from.']
        : [
            `${stagedRowsDays} days after it is signed, what your agency’s rows of this extract say is destroyed. The facts made of them stand.`,
          ]),
    ],
    lists: [
      {
        id: 'figures',
        title: 'Figures',
        count: 'Your agency’s files',
        head: ['File', 'Rows read', 'Taken in', 'Refused'],
        rows: extract.files.map(({ file, ...figures }) => {
          const { read, takenIn, refused } = inWords(figures)
          return [file, read, takenIn, refused].map(plain)
        }),
        empty: 'No file.',
      },
      {
        id: 'done',
        title: 'Signed and held',
        count: 'The latest first',
        head: ['What'],
        rows: [...reconciliation.holds.map(holdInWords), ...reconciliation.signings.map(signingInWords)].map(text => [
          plain(text),
        ]),
        empty: 'Nothing yet.',
      },
    ],
    forms: [
      ...(may.sign
        ? [
            form(
              {
                id: 'sign',
                title: 'Sign the reconciliation',
                intro: [
                  'You say that these figures agree with what was sent, and that nobody will put further rows right. The signature can be withdrawn until the rows are destroyed.',
                ],
                field: 'refusedWhy',
                label: `Why the ${totals.refused === 1 ? 'refused row is' : `${number(totals.refused)} refused rows are`} left as they are`,
                submit: 'Sign',
              },
              totals.refused > 0,
            ),
          ]
        : []),
      ...(may.withdraw
        ? [
            form({
              id: 'withdraw',
              title: 'Withdraw the signature',
              intro: ['Rows can then be put right again, and nothing is destroyed until it is signed anew.'],
              field: 'withdrawnWhy',
              label: 'Why it is withdrawn',
              submit: 'Withdraw the signature',
            }),
          ]
        : []),
      ...(may.hold
        ? [
            form({
              id: 'hold',
              title: 'Hold the rows back from destruction',
              intro: ['For a legal hold, such as a claim, an inquiry or a request of the person concerned.'],
              field: 'holdWhy',
              label: 'Why they must be kept',
              submit: 'Hold them',
            }),
          ]
        : []),
      ...(may.lift && holdOf(reconciliation) !== null
        ? [
            form({
              id: 'lift',
              title: 'Lift the hold',
              intro: ['If the day of destruction has passed, what the rows say is destroyed within the hour.'],
              field: 'liftedWhy',
              label: 'Why it is lifted',
              submit: 'Lift the hold',
            }),
          ]
        : []),
    ],
  })
}
