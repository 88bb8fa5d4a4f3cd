import { decide, type Decision, type Id } from '#platform'
import { readDateOfBirth, wholeNameKeys, type Given } from '#nominals'
import { connections, type ConnectionKind } from './connection.ts'
import { textIn } from './form.ts'

export type DeclarationId = Id<'declaration'>

/** What an officer declared of themself, as they may read it again: of a record never which. */
export type Declaration = {
  readonly id: DeclarationId
  readonly kind: ConnectionKind
  readonly words: string
  readonly how: 'record' | 'beforehand'
  readonly called: string
  readonly born: string | null
  readonly declaredAt: Temporal.Instant
}

const [fewest, most, longestName] = [3, 500, 200]
const kindOf = (given: Given) => connections.find(({ code }) => code === textIn(given, 'kind'))?.code

const refusalsOf = (kind: ConnectionKind | undefined, words: string) => [
  kind === undefined && { field: 'kind', text: 'Choose what you are to the person' },
  words.length < fewest && { field: 'words', text: 'Say how you are connected' },
  words.length > most && { field: 'words', text: `Say it in ${most} characters or fewer` },
]

export type ConnectionGiven = { readonly kind: ConnectionKind; readonly words: string }

/** Reads a declaration about a record that is seen. */
export const readConnection = (given: Given): Decision<ConnectionGiven> => {
  const [kind, words] = [kindOf(given), textIn(given, 'words')]
  return decide(refusalsOf(kind, words), () => ({ kind: kind!, words }))
}

export type BeforehandGiven = ConnectionGiven & {
  readonly called: string
  /** The keys of the whole name, as search has them. */
  readonly fullNames: readonly string[]
  readonly born: Temporal.PlainDate
}

/**
 * Reads a declaration about somebody of whom there may be a record or not: the whole name and the full date of birth, because nothing less
 * is sure enough to shut a record to somebody by itself.
 */
export const readBeforehand = (given: Given, today: Temporal.PlainDate): Decision<BeforehandGiven> => {
  const [kind, words, called] = [kindOf(given), textIn(given, 'words'), textIn(given, 'called')]
  const typed = textIn(given, 'born')
  const read = typed === '' ? undefined : readDateOfBirth(typed, today)
  const born = read && 'day' in read ? read.day : undefined
  const fullNames = called === '' || called.length > longestName ? [] : wholeNameKeys(called)
  return decide<BeforehandGiven>(
    [
      called.length > longestName && { field: 'called', text: `Use ${longestName} characters or fewer` },
      called.length <= longestName &&
        fullNames.length === 0 && { field: 'called', text: 'Enter the whole name: forename and surname' },
      born === undefined && { field: 'born', text: 'Enter the full date of birth, like 3 7 1982' },
      ...refusalsOf(kind, words),
    ],
    () => ({ kind: kind!, words, called, fullNames, born: born! }),
  )
}
