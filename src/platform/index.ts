export { WrongUse, type Command } from './command.ts'
export { readConfiguration, type Configuration } from './configuration.ts'
export { decide, type Decision, type Refusal } from './decision.ts'
export { codeOf, Stop } from './errors.ts'
export { newId, parseId, type Id } from './id.ts'
export { faultInWords } from './fault.ts'
export { inFigures } from './figures.ts'
export { beforeLeaving, leave } from './leaving.ts'
export { listening, portToListenOn } from './listening.ts'
export { openLog } from './log.ts'
export { openAsItStands, openDatabase, type OpenDatabase } from './servers.ts'
export type {
  Access,
  Actor,
  AgencyId,
  AuditEntry,
  Caller,
  NominalId,
  OfficerId,
  Role,
  RoleHeldId,
  SessionId,
  UnitId,
} from './actor.ts'
export { openPool, type Database, type Tables, type Tx } from './database.ts'
export {
  appliedFiles,
  applyFilesWithin,
  applySchema,
  becomeOwner,
  ensureRoles,
  hasSchema,
  schemaFiles,
  schemaLock,
  type SchemaFile,
} from './schema.ts'
export { act, atTheDoor, Conflict, NotSignedIn, touch } from './transaction.ts'
export { ageOn, dayInWords, dayOf, distanceInWords, momentInWords, timeInWords } from './dates.ts'
export { frameAddresses, frameOf, secondsLeft, type Frame, type FrameFacts, type FrameLink } from './frame.ts'
export { pages, type PageOptions, type PageView } from './page.ts'
export {
  absentView,
  faultView,
  forbiddenView,
  refusedView,
  staleFormView,
  tooManyView,
  unavailableView,
  type MessageView,
} from './message.views.ts'
export { forMacro } from './strict.ts'
export type { Surroundings } from './surroundings.ts'
export { terminalProgress, type Progress, type Tell } from './terminal-progress.ts'
export {
  expectCallers,
  formTokenOf,
  hashOfToken,
  isFormTokenOf,
  newToken,
  sessionCookie,
  tellCallers,
} from './caller.ts'
export { shareOut } from './budget.ts'
export { refuseForgery } from './forgery.ts'
export { honourKeys } from './idempotency.ts'
export {
  IfMatch,
  IfNoneMatch,
  preconditionResponses,
  sendOvertaken,
  sendTagged,
  sendUnguarded,
  tagOf,
  unchangedResponse,
  versionIn,
} from './entity-tag.ts'
export { StaleForm, TooMany, isAway } from './faults.ts'
export { methodsByAddress } from './methods.ts'
export { answerFaults, answerUnreadable } from './answers.ts'
export { answerBroken, followAnswers } from './broken-request.ts'
export { readPast } from './reading-past.ts'
export { whyUnseen, withoutUnseen } from './unseen.ts'
export { cleaned, refuseUnseen, unseenIn } from './unseen-refused.ts'
export { readJson } from './json-body.ts'
export { isProgram, Problem, problemResponses, sendProblem } from './problem.ts'
export { serveHealth } from './health.ts'
export { serveMetrics } from './metrics.ts'
export { answering, describeApi } from './description.ts'
export { startEmbedded } from './embedded.ts'
export { plainArray, textArray } from './array-literal.ts'
export { keepMemorySmall } from './small-memory.ts'
