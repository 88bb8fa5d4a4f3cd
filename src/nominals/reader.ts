import type { Actor } from '#platform'
import { safetyTitle } from './safety.views.ts'

/**
 * Whoever reads a page about one person, so that the page says before everything else what is known to be dangerous: pages/layout.njk prints it, and
 * no page by itself. `markers`: in words, as the headline has them now.
 */
export const readerOf = (actor: Actor, { name, markers }: PersonRead): Actor => ({
  ...actor,
  about: { title: safetyTitle(name, markers.length), markers },
})

export type PersonRead = { readonly name: string; readonly markers: readonly string[] }
