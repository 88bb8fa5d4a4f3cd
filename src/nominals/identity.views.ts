import { bornInWords } from './birth.ts'
import { byLabel, line, present, type SectionView } from './facts.views.ts'
import { identifierKindInWords } from './identifier.ts'
import type { IdentifierFact, RecordFacts } from './record.facts.ts'
import { sourceInWords } from './source.ts'
import { nameKindInWords, nationalityInWords, sexInWords } from './words.ts'

/** Names, birth, sex, nationality and numbers, each value once with everyone who gives it. */
export const identitySection = (record: RecordFacts, today: Temporal.PlainDate): SectionView => {
  const lines = [
    ...record.names.map(name => line(name, nameLabel(name.kind), name.fullName)),
    ...record.births.map(birth =>
      line(
        birth,
        birth.kind === 'alias' ? 'Date of birth with an alias' : 'Date of birth',
        birth.bornOn === null ? birth.asGiven : bornInWords(Temporal.PlainDate.from(birth.bornOn), today),
        {
          details: present(birth.place && `Born in ${birth.place}`),
          caution: birth.bornOn === null ? 'Not a date; kept as given' : null,
        },
      ),
    ),
    ...record.sexes.map(sex => line(sex, 'Sex', sexInWords(sex.code))),
    ...record.nationalities.map(nationality => line(nationality, 'Nationality', nationalityInWords(nationality.code))),
    ...record.identifiers.map(number =>
      line(number, capitalised(identifierKindInWords(number.kind)), number.canonical ?? number.asGiven, {
        caution: number.valid ? null : `Not valid (${number.whyInvalid ?? 'kept as given'})`,
        sources: [sourceInWords(number) + writtenOtherwise(number)],
      }),
    ),
  ]
  return {
    id: 'identity',
    title: 'Identity',
    short: 'Identity',
    count: null,
    facts: byLabel(lines),
    earlier: null,
    empty: 'No source gives an identity.',
  }
}

const nameLabel = (kind: string): string => (kind === 'name' ? 'Name' : nameKindInWords(kind))

const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

// Part of the source and not of the value, so that one number written in two ways is still one number.
const writtenOtherwise = ({ canonical, asGiven }: IdentifierFact): string =>
  canonical === null || canonical === asGiven ? '' : `, written ${asGiven}`
