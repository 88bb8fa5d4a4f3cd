/** What of an entry says whether it may be passed on. */
export type Handled = {
  readonly kind: string
  /** null: it is not graded. */
  readonly grading: { readonly handling: string } | null
  /** Whom to ask for what is held at a higher classification; empty or absent: it is not about such a thing. */
  readonly heldElsewhere?: string
}

/** A way out of Concord. A page and the API's answer to an officer's own session are none: whoever reads there has the record, and the conditions with it. */
export type WayOut = 'disclosure'

/** The handling codes under which intelligence may leave without anybody being asked (3x5x2: P). A code of another scheme, or a new one, is none. */
const free: readonly string[] = ['P']

/**
 * Whether an entry may leave Concord by a way out. Every way out asks this, and the files that an entry carries go as it does: what may be passed on
 * under conditions only stays, and so does intelligence of which nobody has said who may have it, and a pointer to what is held at a higher
 * classification (governance requirements 53 and 55: conditions are enforced on sharing, not only shown). The database repeats it: may_leave().
 */
export const mayLeave = ({ kind, grading, heldElsewhere = '' }: Handled, _to: WayOut): boolean =>
  heldElsewhere === '' && (grading === null ? kind !== 'INTEL' : free.includes(grading.handling))
