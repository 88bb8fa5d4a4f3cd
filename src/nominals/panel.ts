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

/** Reads the panels of one record for whoever sees it at `access`, in the same look; nothing of a record that is none. Handed in by `app.ts`. */
export type PanelsOf = (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  access: Exclude<Access, 'none'>,
  now: Temporal.Instant,
) => Promise<readonly Panel[]>

/** Those at the top, and the others. */
export type PanelsView = { readonly notices: readonly Panel[]; readonly panels: readonly Panel[] }

export const panelsView = (panels: readonly Panel[]): PanelsView => {
  const printed = panels.map(({ shown: _shown, ...panel }) => panel)
  return {
    notices: printed.filter(({ tone }) => tone === 'notice'),
    panels: printed.filter(({ tone }) => tone === 'plain'),
  }
}

/** Several areas' panels, one after the other. */
export const allPanels =
  (each: readonly PanelsOf[]): PanelsOf =>
  async (...asked) => {
    const found: Panel[] = []
    // One connection, one statement at a time.
    for (const panelsOf of each) found.push(...(await panelsOf(...asked)))
    return found
  }
