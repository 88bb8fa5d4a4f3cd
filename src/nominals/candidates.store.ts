import type { NominalId, Tx } from '#platform'
import { onDay } from './birth-asked.ts'
import { soughtNumber } from './fact-sought.ts'
import type { Candidates, SomebodyKnown } from './candidates.facts.ts'
import { identifierKeys, type IdentifierKey } from './identifier-keys.ts'
import { readIdentifier, type IdentifierKind } from './identifier.ts'
import { nameQuestion } from './name-question.ts'
import { nameWords, type PersonName } from './name.ts'
import type { ContactHit } from './record.facts.ts'
import type { HitFacts } from './search.facts.ts'
import { leaveQuestion } from './question-left.store.ts'
import { findNominals } from './search.store.ts'
import type { Question } from './search.ts'

/** People do not read more before they create a record; and a name has few aliases when it is first written down. */
const [mostCandidates, mostNames, mostNumbers, closeNames] = [25, 5, 10, 10]

/**
 * Looks for records that may be of the same person, before another is created: by number in any form, by name with the date of birth,
 * then by close names alone. The walls are those of a search: nothing in the answer, its order or its length depends on a record that
 * is none to the actor. `today`: for numbers with years of two digits.
 */
export const candidatesFor = async (
  tx: Tx,
  { names, bornOn, identifiers }: SomebodyKnown,
  today: Temporal.PlainDate,
): Promise<Candidates> => {
  const asked = { facts: [], name: null, born: null, lowers: false, aged: null, filters: null } satisfies Question
  const numbers = identifiers.slice(0, mostNumbers).flatMap(({ kind, text }) => keysOf(kind, text, today))
  const named = names.slice(0, mostNames).flatMap(name => questionsOf(name))
  const questions: readonly (readonly [Question, number])[] = [
    ...(numbers.length > 0 ? [[{ ...asked, facts: [numbers.map(soughtNumber)] }, mostCandidates] as const] : []),
    ...(bornOn === null ? [] : named.map(name => [{ ...asked, name, born: onDay(bornOn) }, mostCandidates] as const)),
    ...named.map(name => [{ ...asked, name }, closeNames] as const),
  ]
  const hits = new Map<string, HitFacts>()
  const contacts = new Map<string, ContactHit>()
  const subjects = new Map<NominalId, Candidates['subjects'][number]>()
  for (const [question, most] of questions) {
    const found = await findNominals(tx, question, null)
    const room = Math.min(most, mostCandidates - hits.size)
    const fresh = found.hits.filter(({ id }) => !hits.has(id)).slice(0, Math.max(0, room))
    for (const hit of fresh) hits.set(hit.id, hit)
    for (const contact of found.contacts) contacts.set(contact.quote, contact)
    for (const subject of found.subjects)
      if (subject.access === 'contact' || hits.has(subject.nominal)) subjects.set(subject.nominal, subject)
  }
  await leaveQuestion(tx, 'creating', {
    facts: numbers.length > 0 ? [numbers.map(soughtNumber)] : [],
    names: bornOn === null ? [] : named.map(name => ({ name, born: onDay(bornOn) })),
  })
  return { hits: [...hits.values()], contacts: [...contacts.values()], subjects: [...subjects.values()] }
}

/** The whole names of somebody, as a search asks them. */
export const wholeNamesOf = ({ names }: Pick<SomebodyKnown, 'names'>): readonly string[] =>
  names.slice(0, mostNames).flatMap(name => questionsOf(name).flatMap(({ fullNames }) => fullNames))

const questionsOf = (name: PersonName) => {
  const words = nameWords(`${name.forenames} ${name.surname}`)
  return words.parts.some(word => word.length > 1) ? [nameQuestion(words)] : []
}

/** A number of a chosen kind is read as that kind; without one it may be everything that it has the form of. */
const keysOf = (kind: IdentifierKind | null, text: string, today: Temporal.PlainDate): readonly IdentifierKey[] => {
  const keys = identifierKeys(text, today)
  if (kind === null) return keys
  const ofKind = keys.filter(key => key.kind === kind)
  if (ofKind.length > 0) return ofKind
  const { key, valid } = readIdentifier(kind, text, today)
  return key === '' ? [] : [{ kind, key, valid }]
}
