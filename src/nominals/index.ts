export { addressKey, type WrittenAddress } from './address-key.ts'
export { checkLetterFor } from './check-letter.ts'
export { readDateOfBirth, readDay, type DayRead } from './day.ts'
export { identifierKeys, type IdentifierKey } from './identifier-keys.ts'
export {
  identifierKindInWords,
  identifierKinds,
  readIdentifier,
  writtenForms,
  type Identifier,
  type IdentifierKind,
} from './identifier.ts'
export { readMoment, type MomentRead } from './moment.ts'
export { nameInWords } from './name-in-words.ts'
export { keysOfWord, keyWeights, similarity, type KeyKind } from './name-keys.ts'
export { nameWords, wordsOf, wordsOfName, type NameWords, type PersonName } from './name.ts'
export { outwardDistrictOf, postcodeAreaOf, readPostcode } from './postcode.ts'
export {
  contradictions,
  joinDecision,
  type ApartReason,
  type Candidate,
  type JoinDecision,
  type PersonFacts,
} from './same-person.ts'
export { searchTerms, type SearchTerms } from './search-terms.ts'
