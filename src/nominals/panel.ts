import { sql, type RawBuilder } from 'kysely'
import type { Access, Actor, NominalId, Tx } from '#platform'
import type { ShownNotice } from './shown-notice.ts'

/**
 * What a later area says on the page of a person: who is told what, what waits, what may be asked. `notice` stands at the top, before
 * everything but the markers; `plain` beneath the headline. Lines are sentences, ready to print.
 */
export type Panel = {
  readonly id: string
  readonly title: string
  readonly tone: 'notice' | 'plain'
  readonly lines: readonly string[]
  readonly links: readonly { readonly text: string; readonly href: string }[]
  /** The safety notices that it shows, for the log. */
  readonly shown?: readonly ShownNotice[]
}

/** Which tables beside the sections of a record hold anything about it: those that schema/0166 names, and of a record that is full alone. */
export type Holds = ReadonlySet<string>

/** Who looks at which record, at what access, when. */
export type PanelLook = {
  readonly actor: Actor
  readonly nominal: NominalId
  readonly access: Exclude<Access, 'none'>
  readonly holds: Holds
  readonly now: Temporal.Instant
}

/** Reads the panels of one record in the same look; nothing of a record that is none. Handed in by `app.ts`. */
export type PanelsOf = (tx: Tx, look: PanelLook) => Promise<readonly Panel[]>

/** What is asked of a kind: a value in SQL, or true and false where it needs none. */
type Asked<Found> = RawBuilder<Found | null> | boolean
type Told = Promise<readonly Panel[]> | readonly Panel[]

/** A kind of panel, as `panelKind` makes it. */
export type PanelKind = {
  readonly asks: (look: PanelLook) => Asked<unknown>
  readonly tells: (found: unknown, look: PanelLook, tx: Tx) => Told
}

/**
 * A kind of panel in two steps, because most kinds have nothing to say of most records, and a statement for each would cost more than the rest of
 * the page. `asks`: whether there may be anything to say, at this access, to this role, of what the record holds (`holds`: a table of one's own joins it
 * by `call also_held('…')` in its schema file); where that takes a question, one value in SQL, and those of all kinds are one statement. `tells`: what is
 * said, where the answer is neither null nor false; it may read further.
 */
export const panelKind = <Found = true>(
  asks: (look: PanelLook) => Asked<Found>,
  tells: (found: NonNullable<Found>, look: PanelLook, tx: Tx) => Told,
): PanelKind => ({ asks, tells: tells as PanelKind['tells'] })

/** Those at the top, and the others. */
export type PanelsView = { readonly notices: readonly Panel[]; readonly panels: readonly Panel[] }

export const panelsView = (panels: readonly Panel[]): PanelsView => {
  const printed = panels.map(({ shown: _shown, ...panel }) => panel)
  return {
    notices: printed.filter(({ tone }) => tone === 'notice'),
    panels: printed.filter(({ tone }) => tone === 'plain'),
  }
}

/** The panels of several kinds, one after the other. */
export const allPanels =
  (kinds: readonly PanelKind[]): PanelsOf =>
  async (tx, look) => {
    const asked = kinds.map(kind => kind.asks(look))
    const found = await answersTo(tx, asked)
    const told = await Promise.all(
      kinds.map(async (kind, n) => (isPresent(found[n]) ? kind.tells(found[n], look, tx) : [])),
    )
    return told.flat()
  }

const isPresent = (found: unknown): boolean => found !== null && found !== undefined && found !== false

/** The answer to each, in one statement, or none where nothing is asked of the database. */
const answersTo = async (tx: Tx, asked: readonly Asked<unknown>[]): Promise<readonly unknown[]> => {
  const questions = asked.flatMap((each, n) => (typeof each === 'boolean' ? [] : [sql`${each} as ${sql.ref(`a${n}`)}`]))
  if (questions.length === 0) return asked
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(questions)}`.execute(tx)
  return asked.map((each, n) => (typeof each === 'boolean' ? each : rows[0]![`a${n}`]))
}
