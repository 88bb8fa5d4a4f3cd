import { kindNamed, type FactLine, type FactsInWords, type LinksAtFact } from '#nominals'
import { momentInWords, type NominalId, type Refusal } from '#platform'
import { boardView, line, linked, oneOfFew, plain, sentences, type BoardForm, type BoardView } from './board.views.ts'
import { destructionInWords, waits, type Destruction } from './destruction.ts'
import { canBeSealed, isUnderSeal, sealingInWords, seals, type Sealing, type SealingId } from './sealing.ts'
import type { NamedFact, SealedVersion } from './sealing-looking.ts'

export const sealingsAddress = '/sealings'
export const sealingAddress = (id: SealingId): string => `${sealingsAddress}/${id}`
export const sealFactAddress = ({
  nominal,
  kind,
  fact,
}: Pick<NamedFact, 'nominal' | 'fact'> & { readonly kind: string }): string =>
  `/nominals/${nominal}/facts/${kind}/${fact}/sealing`
export const sealSomethingAddress = (nominal: NominalId): string => `/nominals/${nominal}/sealing`

/** On the page of a fact: where it is sealed, for the roles that do. Whether they supervise the unit that leads is asked there. */
export const sealingLinks: LinksAtFact = ({ role }, { table, ...fact }) =>
  seals(role) && canBeSealed(table) ? [{ text: 'Seal it', href: sealFactAddress(fact) }] : []

const kindInWords = (table: string): string => {
  const one = kindNamed(table)?.one ?? 'fact'
  return one.slice(0, 1).toUpperCase() + one.slice(1)
}

const whatSealingDoes = [
  'Every version of it goes at once: from every page, search, copy, history, earlier day, count and list, for everybody.',
  'You and the data-protection officer can still see that something was sealed, and look at it, which is on the record.',
]

/** The facts of a record, each with the way to seal it. */
export const sealSomethingView = (nominal: NominalId, name: string, facts: readonly FactsInWords[]): BoardView =>
  boardView({
    heading: `Seal something of ${name}`,
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    intro: [
      'For what should never have been here.',
      ...whatSealingDoes,
      'What decides who sees and who answers for the record is not sealed: the basis is corrected or withdrawn, and owners, managers and partners change by transfer.',
      'Something that was withdrawn is sealed from its own page, which the history leads to.',
    ],
    lists: facts.map(({ kind, title, ids, lines }) => ({
      id: kind,
      title,
      count: lines.length === 1 ? '1 that stands' : `${lines.length} that stand`,
      head: ['What', 'Says', 'Source', 'Seal'],
      rows: lines.map(({ label, value, source }, index) => [
        plain(label),
        plain(value),
        plain(source),
        linked('Seal this', sealFactAddress({ nominal, kind, fact: ids[index] as NamedFact['fact'] })),
      ]),
      empty: '',
    })),
  })

/** The form that seals one fact. */
export const sealFactView = (
  { nominal, kind, fact }: NamedFact,
  name: string,
  { label, value, source }: FactLine,
  typed: string,
  refusals: readonly Refusal[],
): BoardView =>
  boardView({
    heading: `Seal this ${kind.one}`,
    back: { text: `Seal something of ${name}`, href: sealSomethingAddress(nominal) },
    aboutPeople: true,
    refusals,
    intro: [`${label}: ${value}`, ...(source === '' ? [] : [`From ${source}.`])],
    forms: [
      {
        id: 'seal',
        title: 'Seal it',
        intro: [
          ...whatSealingDoes,
          'If it came in an extract, the agency that sent it must put its own system right too: a later extract does not bring it back while it is sealed.',
        ],
        action: sealFactAddress({ nominal, kind: kind.kind, fact }),
        submit: 'Seal it now',
        hidden: [],
        fields: [
          sentences(
            {
              name: 'why',
              label: 'Why it should not be here',
              hint: 'Say it without repeating what it says: the reason is kept for ever',
              value: typed,
            },
            refusals,
          ),
        ],
      },
    ],
  })

/** What was sealed: one's own, or all of it. */
export const sealingsView = (sealings: readonly Sealing[], isKeeper: boolean): BoardView =>
  boardView({
    heading: 'Under seal',
    back: { text: 'Home', href: '/' },
    aboutPeople: sealings.length > 0,
    intro: [
      isKeeper
        ? 'What supervisors have taken out of records, from which it is gone for everybody else.'
        : 'What you have taken out of records. Nobody else but the data-protection officer can tell.',
    ],
    lists: [
      {
        id: 'sealings',
        title: 'Seals',
        count: 'The latest first',
        head: ['What', 'When', 'By', 'Why', 'State'],
        rows: sealings.map(sealing => [
          linked(kindInWords(sealing.kind), sealingAddress(sealing.id)),
          plain(momentInWords(sealing.sealedAt)),
          plain(`${sealing.sealedBy}, ${sealing.agency}`),
          plain(sealing.why),
          plain(sealingInWords(sealing)),
        ]),
        empty: 'Nothing.',
      },
    ],
  })

/** What whoever looks may do with it. */
export type MayWithSeal = {
  readonly open: boolean
  readonly ask: boolean
  readonly confirm: boolean
  readonly takeBack: boolean
}

export type SealTyped = {
  readonly why?: string
  readonly destroyWhy?: string
  readonly decidedWhy?: string
  readonly outcome?: string
}

export const mayWithSeal = (sealing: Sealing, destructions: readonly Destruction[], isKeeper: boolean): MayWithSeal => {
  const isThere = isUnderSeal(sealing) && !destructions.some(({ destroyedAt }) => destroyedAt)
  const asked = destructions.find(waits)
  const confirmed = destructions.some(({ outcome }) => outcome === 'confirmed')
  return {
    open: isKeeper && isThere && !confirmed,
    ask: isThere && !asked && !confirmed && (isKeeper || sealing.isMine),
    confirm: isThere && asked !== undefined && isKeeper && !asked.isMine,
    takeBack: isThere && (asked?.isMine ?? false),
  }
}

const formsOf = (
  sealing: Sealing,
  may: MayWithSeal,
  typed: SealTyped,
  refusals: readonly Refusal[],
): readonly BoardForm[] => [
  ...(may.confirm || may.takeBack
    ? [
        {
          id: 'decide',
          title: may.confirm ? 'Decide on its destruction' : 'Take back what you asked for',
          intro: may.confirm
            ? ['Once confirmed nobody can bring it back. Look at it first. Only who, when, what kind and why are kept.']
            : ['Another person, the data-protection officer, decides otherwise.'],
          action: `${sealingAddress(sealing.id)}/destruction/decision`,
          submit: may.confirm ? 'Decide' : 'Take it back',
          hidden: may.confirm ? [] : [{ name: 'outcome', value: 'taken back' }],
          fields: may.confirm
            ? [
                oneOfFew(
                  { name: 'outcome', label: 'What you decide', value: typed.outcome ?? '' },
                  [
                    { code: 'confirmed', words: 'Destroy it' },
                    { code: 'refused', words: 'Do not destroy it' },
                  ],
                  refusals,
                ),
                line(
                  { name: 'decidedWhy', label: 'Why, if it is not destroyed', value: typed.decidedWhy ?? '' },
                  refusals,
                ),
              ]
            : [],
        },
      ]
    : []),
  ...(may.open
    ? [
        {
          id: 'open',
          title: 'Open the seal',
          intro: ['Everything is back on the record as it was.'],
          action: `${sealingAddress(sealing.id)}/unsealing`,
          submit: 'Put it back',
          hidden: [],
          fields: [sentences({ name: 'why', label: 'Why it belongs on the record', value: typed.why ?? '' }, refusals)],
        },
      ]
    : []),
  ...(may.ask
    ? [
        {
          id: 'destroy',
          title: 'Ask that it is destroyed',
          intro: [
            'Another person, the data-protection officer, confirms it or refuses. What it says is then nowhere any more.',
          ],
          action: `${sealingAddress(sealing.id)}/destruction`,
          submit: 'Ask for its destruction',
          hidden: [],
          fields: [
            sentences(
              {
                name: 'destroyWhy',
                label: 'Why it must be destroyed',
                hint: 'Say it without repeating what it says: the reason is kept for ever',
                value: typed.destroyWhy ?? '',
              },
              refusals,
            ),
          ],
        },
      ]
    : []),
]

/** A sealing: that it was, when, by whom and why, and what may be done with it. Nothing of what it says. */
export const sealingView = (
  sealing: Sealing,
  destructions: readonly Destruction[],
  isKeeper: boolean,
  typed: SealTyped = {},
  refusals: readonly Refusal[] = [],
): BoardView => {
  const isThere = isUnderSeal(sealing) && !destructions.some(({ destroyedAt }) => destroyedAt)
  const at = sealingAddress(sealing.id)
  return boardView({
    heading: `${kindInWords(sealing.kind)}, sealed`,
    back: { text: 'Under seal', href: sealingsAddress },
    aboutPeople: true,
    refusals,
    intro: [
      `Sealed by ${sealing.sealedBy} of ${sealing.agency}, ${momentInWords(sealing.sealedAt)}, from a record led by ${sealing.unit}.`,
      `Why: ${sealing.why}`,
      sealing.versions === 1
        ? 'It had been said once.'
        : `With its corrections it had been said ${sealing.versions} times.`,
      ...(sealing.unsealedAt ? [`${sealingInWords(sealing)}. Why: ${sealing.unsealedWhy}`] : []),
    ],
    links: isThere
      ? [
          { text: 'Look at what is under the seal', href: `${at}/content` },
          ...(sealing.holdsFile ? [{ text: 'Open the file', href: `${at}/file` }] : []),
        ]
      : [],
    lists:
      destructions.length > 0
        ? [
            {
              id: 'destructions',
              title: 'Destruction',
              count: 'The latest first',
              head: ['Asked for by', 'When', 'Why', 'State'],
              rows: destructions.map(each => [
                plain(each.askedBy),
                plain(momentInWords(each.askedAt)),
                plain(each.why),
                plain(`${destructionInWords(each)}${each.outcomeWhy === '' ? '' : `: ${each.outcomeWhy}`}`),
              ]),
              empty: '',
            },
          ]
        : [],
    forms: formsOf(sealing, mayWithSeal(sealing, destructions, isKeeper), typed, refusals),
  })
}

/** What is under the seal. */
export const sealedView = (
  sealing: Sealing,
  versions: readonly SealedVersion[],
  withdrawn: readonly string[],
): BoardView =>
  boardView({
    heading: `${kindInWords(sealing.kind)}, under seal`,
    back: { text: 'The seal', href: sealingAddress(sealing.id) },
    aboutPeople: true,
    intro: [
      'Nobody but whoever sealed it and the data-protection officer can read this. Your look is on the record.',
      ...withdrawn.map(reason => `It had been withdrawn before: ${reason}`),
    ],
    links: sealing.holdsFile ? [{ text: 'Open the file', href: `${sealingAddress(sealing.id)}/file` }] : [],
    lists: [
      {
        id: 'versions',
        title: 'What was said',
        count: 'The latest first',
        head: ['What', 'Says', 'Recorded by', 'When'],
        rows: versions.map(({ label, value, by, agency, at }) => [
          plain(label),
          plain(value),
          plain(`${by}, ${agency}`),
          plain(momentInWords(at)),
        ]),
        empty: '',
      },
    ],
  })
