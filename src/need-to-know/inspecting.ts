import { factsInWords, openRecords, type FactsInWords, type Given } from '#nominals'
import {
  act,
  dayOf,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { chosenIn } from './board.views.ts'
import { textIn } from './form.ts'
import {
  isWindowOpen,
  opensWindows,
  openWindow,
  type Inspected,
  type InspectedHeadline,
  type InspectionId,
  type InspectionWindow,
  type WindowGiven,
} from './inspection.ts'
import {
  addWindow,
  closeWindow,
  inspectionWindow,
  inspectionWindows,
  inspectorsThere,
  openInspected,
  recordsCalled,
  sampleOf,
} from './inspection.store.ts'

type Away = { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }
const absent = (action: string): AuditEntry => ({ action, outcome: 'absent' })

export const windowGiven = (given: Given): WindowGiven => ({
  sample: [
    ...new Set(
      (Array.isArray(given['sample']) ? chosenIn(given['sample']) : textIn(given, 'sample').split(/[\s,;]+/))
        .map(each => each.trim().toUpperCase())
        .filter(each => each !== ''),
    ),
  ],
  inspectors: chosenIn(given['inspectors']),
  ends: textIn(given, 'ends'),
  handling: chosenIn(given['handling']),
  purpose: textIn(given, 'purpose').replaceAll('\n', ' '),
})

/** The windows one is named in or supervises; forbidden to roles that do neither. */
export const lookAtWindows = ({ db }: Surroundings, caller: Caller) =>
  act<Away | { readonly came: 'open'; readonly actor: Actor; readonly windows: readonly InspectionWindow[] }>(
    db,
    caller,
    async (tx, actor) => {
      if (actor.role !== 'inspector' && !opensWindows(actor.role))
        return {
          result: { came: 'forbidden', actor },
          audit: { action: 'inspections.listed', outcome: 'refused' },
        }
      const windows = await inspectionWindows(tx)
      return {
        result: { came: 'open', actor, windows },
        audit: { action: 'inspections.listed', records: windows.map(({ id }) => id) },
      }
    },
  )

export type Opening =
  | Away
  | {
      readonly came: 'open' | 'refused'
      readonly actor: Actor
      readonly inspectors: Awaited<ReturnType<typeof inspectorsThere>>
      readonly refusals: readonly Refusal[]
    }
  | { readonly came: 'done'; readonly actor: Actor; readonly window: InspectionWindow }

/** The form that opens a window, or with `given` its opening. Throws as `act`. */
export const openOne = ({ db, now }: Surroundings, caller: Caller, given: WindowGiven | null): Promise<Opening> =>
  act<Opening>(db, caller, async (tx, actor) => {
    const action = given ? 'inspection.opened' : 'inspection.begun'
    if (!opensWindows(actor.role))
      return { result: { came: 'forbidden', actor }, audit: { action, outcome: 'refused' } }
    const inspectors = await inspectorsThere(tx)
    if (given === null) return { result: { came: 'open', actor, inspectors, refusals: [] }, audit: { action } }
    const found = await recordsCalled(tx, given.sample.slice(0, 300))
    const access = await openRecords(
      tx,
      found.map(({ nominal }) => nominal),
    )
    const full = found.filter(({ nominal }) => access.get(nominal) === 'full')
    const subjects = full.map(({ nominal }) => ({ nominal, access: 'full' as const }))
    const decision = openWindow(
      given,
      full,
      inspectors.filter(({ id }) => id !== actor.officer),
      now(),
    )
    if (!decision.agreed)
      return {
        result: { came: 'refused', actor, inspectors, refusals: decision.refusals },
        audit: { action, outcome: 'refused', subjects },
      }
    const id = await addWindow(tx, decision.outcome)
    const window = (await inspectionWindow(tx, id))!
    return {
      result: { came: 'done', actor, window },
      audit: {
        action,
        subjects,
        records: [id, ...decision.outcome.officers],
        purpose: { code: 'inspection', words: decision.outcome.purpose },
      },
    }
  })

export type WindowLook =
  | Away
  | {
      readonly came: 'open' | 'done'
      readonly actor: Actor
      readonly window: InspectionWindow
      readonly sample: readonly Inspected[]
    }

/** A window with its sample; with `why` it is closed by hand first. Absent to whoever is not named and does not supervise the unit. */
export const lookAtWindow = (
  { db, now }: Surroundings,
  caller: Caller,
  given: string,
  why: string | null = null,
): Promise<WindowLook> =>
  act<WindowLook>(db, caller, async (tx, actor) => {
    const action = why === null ? 'inspection.viewed' : 'inspection.closed'
    const id = parseId<InspectionId>(given)
    const window = id && (await inspectionWindow(tx, id))
    if (!window) return { result: { came: 'absent', actor }, audit: absent(action) }
    if (why !== null && !window.mayClose)
      return {
        result: { came: 'forbidden', actor },
        audit: { action, outcome: 'refused', records: [window.id] },
      }
    if (why !== null && isWindowOpen(window, now())) await closeWindow(tx, window.id, why)
    const sample = await sampleOf(tx, window)
    return {
      result: { came: why === null ? 'open' : 'done', actor, window, sample },
      audit: {
        action,
        records: [window.id],
        subjects: sample.map(({ nominal }) => ({ nominal, access: 'summary' as const })),
        fieldGroups: ['headline'],
      },
    }
  })

export type InspectedLook =
  | Away
  | {
      readonly came: 'open'
      readonly actor: Actor
      readonly window: InspectionWindow
      readonly headline: InspectedHeadline
      readonly facts: readonly FactsInWords[]
    }

/** A record of the sample, for the inspectors of the window alone: everything that stands in it, but for intelligence above what was agreed. */
export const lookAtInspected = (
  { db, now }: Surroundings,
  caller: Caller,
  given: { readonly inspection: string; readonly nominal: string },
): Promise<InspectedLook> =>
  act<InspectedLook>(db, caller, async (tx, actor) => {
    const [id, nominal] = [parseId<InspectionId>(given.inspection), parseId<NominalId>(given.nominal)]
    const window = id && (await inspectionWindow(tx, id))
    const headline = window && nominal && (await openInspected(tx, window.id, nominal))
    if (!window || !nominal || !headline)
      return { result: { came: 'absent', actor }, audit: absent('inspection.record-viewed') }
    const facts = await factsInWords(tx, nominal, dayOf(now()))
    return {
      result: { came: 'open', actor, window, headline, facts },
      audit: {
        action: 'inspection.record-viewed',
        subjects: [{ nominal, access: 'full' }],
        records: [window.id, ...facts.filter(({ kind }) => kind === 'entry').flatMap(({ ids }) => ids)],
        fieldGroups: ['headline', ...facts.map(({ kind }) => kind)],
        purpose: { code: 'inspection', words: window.purpose },
      },
    }
  })
