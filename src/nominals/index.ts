export { checkLetterFor } from './check-letter.ts'
export { readDateOfBirth, readDay, type DayRead } from './day.ts'
export { identifierKeys, type IdentifierKey } from './identifier-keys.ts'
export {
  identifierKinds,
  identifierKindInWords,
  readIdentifier,
  writtenForms,
  type Identifier,
  type IdentifierKind,
} from './identifier.ts'
export { readMoment, type MomentRead } from './moment.ts'
