import type { Role } from '#platform'
import list from '../../reference/roles.json' with { type: 'json' }

type Words = { readonly words: string; readonly may: string; readonly operational: boolean }
const byCode = new Map<string, Words>(list.rows.map(row => [row.code, row]))

const wordsOf = (role: Role): Words => {
  const words = byCode.get(role)
  if (!words) throw new Error(`reference/roles.json does not say what ${role} is`)
  return words
}

/** What a role is called on pages: "Duty officer". */
export const roleInWords = (role: Role): string => wordsOf(role).words

/** What a role may do, in a sentence or two, from `reference/roles.json`. */
export const whatRoleMay = (role: Role): string => wordsOf(role).may

/** Whether the role opens nominals by access, so that it searches, and needs current vetting and training. */
export const opensNominals = (role: Role): boolean => wordsOf(role).operational
