import type { FastifyInstance } from 'fastify'
import type { Surroundings } from '#platform'
import { arrangementApiRoutes } from './arrangement-api.routes.ts'
import { arrangementRoutes } from './arrangement.routes.ts'
import { chronologyRoutes } from './chronology.routes.ts'
import { creatingApiRoutes } from './creating-api.routes.ts'
import { creatingRoutes } from './creating.routes.ts'
import { mayCreate } from './creating.ts'
import { caseloadRoutes } from './caseload.routes.ts'
import { dueRoutes } from './due.routes.ts'
import { disclosureApiRoutes } from './disclosure-api.routes.ts'
import { disclosureRoutes } from './disclosure.routes.ts'
import { factApiRoutes } from './fact-api.routes.ts'
import { markerApiRoutes } from './marker-api.routes.ts'
import { factRoutes, type LinksAtFact } from './fact.routes.ts'
import { historyRoutes } from './history.routes.ts'
import { fileRoutes } from './file.routes.ts'
import type { PanelsOf } from './panel.ts'
import { creatingAddress } from './new-nominal.views.ts'
import { recordRoutes } from './nominal.routes.ts'
import { searchRoutes, type SearchOptions } from './search.routes.ts'

export { addressKey, type WrittenAddress } from './address-key.ts'
export { addressWithin } from './address-within.ts'
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
export { readDayTyped, readMomentTyped, whyAhead } from './as-typed.ts'
export { readTimeOfDay, timePattern } from './time-of-day.ts'
export { wholeNameKeys } from './name-question.ts'
export { nameInWords } from './name-in-words.ts'
export { keysOfWord, keysToSeek, keyWeights, similarity, type KeyKind, type SoughtKey } from './name-keys.ts'
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
export { markedTooHigh, tooHighInWords, type HigherMarking } from './marked-too-high.ts'
export {
  indexNames,
  indexWrittenNames,
  keyWordsAnew,
  wholeNameKeys as storedNameKeys,
  type IndexedName,
} from './name-index.store.ts'
export type { Candidates, SomebodyKnown } from './candidates.facts.ts'
export { candidatesFor } from './candidates.store.ts'
export type { HitFacts } from './search.facts.ts'
export { workOf } from './work.ts'
export { lookAt, lookAtThroughAct, openRecords, type Look } from './nominal.store.ts'
export { allPanels, panelKind, type Panel, type PanelKind, type PanelsOf } from './panel.ts'
export { loadPhotograph, type LoadedPhotograph } from './photograph-loading.store.ts'
export { newQuote } from './quote.ts'
export { withNotices, type NoticeAsked, type NoticeId, type NoticeWay, type ShownNotice } from './shown-notice.ts'
export { showNotices } from './shown-notice.store.ts'
export { noticeAnswer, SafetyNoticeShown } from './shown-notice.answer.ts'
export { noticeInLines, noticeView, type NoticeView } from './shown-notice.views.ts'
export { askedForNothing } from './asked-for-nothing.ts'
export type { Given } from './fact-reading.ts'
export {
  factNamed,
  factsInWords,
  kindNamed,
  otherFactsInWords,
  storedInWords,
  type FactLine,
  type FactsInWords,
} from './facts-in-words.ts'
export type { FactId } from './fact.facts.ts'
export type { LinksAtFact } from './fact.routes.ts'
export { filePlaces } from './file-keeping.ts'
export type { FilePlaces } from './file-places.ts'
export type { StoredForm } from './file.store.ts'
export { sendFile } from './file-sending.ts'
export { lookInto, type Opened } from './fact-look.ts'
export { readerAbout } from './reader.store.ts'
export { mayWrite, supervises } from './fact-rights.ts'
export { endOfDay } from './chronology-question.ts'
export { openScope } from './scope.store.ts'
export { shownPhotograph } from './photograph.store.ts'
export type { PhotographShown } from './file.facts.ts'
export { deskOf, type DeskView } from './headline.views.ts'
export { partnerLevel } from './partner-level.store.ts'
export { recordSections, type RecordSection } from './record.sections.ts'

/** Whoever may create a record is told where, when nobody was found. */
const whereToCreate: SearchOptions['createAt'] = actor => (mayCreate(actor) ? creatingAddress : null)

/** `panelsOf`: what later areas say on the page of a person; `linksAtFact`: what they do with a fact. */
export type NominalOptions = SearchOptions & { readonly panelsOf: PanelsOf; readonly linksAtFact: LinksAtFact }
const noPanels: PanelsOf = async () => []

/** Finding people and reading their records, for people and for programs. */
export const nominalRoutes =
  (
    surroundings: Surroundings,
    { panelsOf = noPanels, createAt = whereToCreate, linksAtFact }: Partial<NominalOptions> = {},
  ) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(searchRoutes(surroundings, { createAt }))
    await app.register(recordRoutes(surroundings, panelsOf))
    await app.register(creatingRoutes(surroundings))
    await app.register(creatingApiRoutes(surroundings))
    await app.register(factRoutes(surroundings, linksAtFact))
    await app.register(arrangementRoutes(surroundings))
    await app.register(arrangementApiRoutes(surroundings))
    await app.register(factApiRoutes(surroundings))
    await app.register(markerApiRoutes(surroundings))
    await app.register(historyRoutes(surroundings))
    await app.register(fileRoutes(surroundings))
    await app.register(chronologyRoutes(surroundings))
    await app.register(caseloadRoutes(surroundings))
    await app.register(dueRoutes(surroundings))
    await app.register(disclosureRoutes(surroundings))
    await app.register(disclosureApiRoutes(surroundings))
  }
