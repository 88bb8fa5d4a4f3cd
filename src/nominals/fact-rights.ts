import type { Actor, AgencyId, Refusal, Role } from '#platform'

/** The roles that write on nominals, in their own name and their own agency's (the design, "Who may see and do what"). The database repeats it: may_write(). */
/** The roles that write on records. */
export const writingRoles: readonly Role[] = ['officer', 'supervisor', 'region-lead', 'duty-officer']

/** Whether the role worn writes on records at all. That the record is open in full is asked besides. */
export const mayWrite = (role: Role): boolean => writingRoles.includes(role)

/**
 * Whether the role worn may take a copy of a record out of Concord, which is open in full besides: those who write on records, and a MAPPA
 * co-ordinator, whose work is to bring to the panel what it needs (Criminal Justice Act 2003, section 325). The database repeats it: may_disclose().
 */
export const mayDisclose = (role: Role): boolean => mayWrite(role) || role === 'mappa-coordinator'

const supervising = new Set<Role>(['supervisor', 'region-lead'])

/** The roles that approve what others set, and answer for a unit's cases and not only for their own. */
export const supervises = (role: Role): boolean => supervising.has(role)

/**
 * Why somebody may not correct, end or withdraw a fact, or null. What an agency has said is its own (each item has one owning
 * controller: governance requirement 40); the lead agency answers for the record and may put it right. Anybody may say otherwise
 * in a fact of their own. The database repeats it: supersede() and withdraw() raise CC403.
 */
export const whyNotToChange = (
  actor: Pick<Actor, 'agency'>,
  { agency, lead }: { readonly agency: AgencyId; readonly lead: AgencyId | null },
): Refusal | null =>
  actor.agency === agency || actor.agency === lead
    ? null
    : {
        field: '',
        text: 'Only the agency that said this, or the lead agency, may change it. Add what your own agency knows beside it, or ask them.',
      }
