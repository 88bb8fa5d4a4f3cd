import { decide, momentInWords, type Decision, type Id, type NominalId, type Role } from '#platform'

export type SealingId = Id<'sealing'>

/** Whether the role worn seals, for the records of the units that it supervises. The database repeats it: seal_fact(). */
export const seals = (role: Role): boolean => role === 'supervisor' || role === 'region-lead'

/** Whether the role worn may open any seal, and confirm that what is under it is destroyed. The database repeats it: unseal(). */
export const keepsSeals = (role: Role): boolean => role === 'data-protection-officer'

/** Tables of facts that access and responsibility are made from: never sealed. The database repeats it: kinds_that_seal(). */
const neverSealed = new Set(['basis', 'residence'])
export const canBeSealed = (table: string): boolean => !neverSealed.has(table)

const reasonsAgainst = (why: string) => [
  why === '' && { field: 'why', text: 'Say why, in a sentence' },
  why !== '' && why.length < 5 && { field: 'why', text: 'Say why in a few more words' },
  why.length > 500 && { field: 'why', text: 'Say it in 500 characters or fewer' },
]

/**
 * Whether a fact may be sealed with this reason. Refuses with every reason: what access is made from is not sealed; no reason, or a long one.
 * The database repeats it: seal_fact().
 */
export const sealFact = (table: string, why: string): Decision<{ readonly why: string }> =>
  decide<{ readonly why: string }>(
    [
      !canBeSealed(table) && {
        field: '',
        text: 'The basis decides who sees the record: it is corrected, ended or withdrawn, and not sealed',
      },
      ...reasonsAgainst(why),
    ],
    () => ({ why }),
  )

/** Whether a seal may be opened, or its end asked for, with this reason. */
export const giveReason = (why: string): Decision<{ readonly why: string }> =>
  decide<{ readonly why: string }>(reasonsAgainst(why), () => ({ why }))

/** Something sealed, as whoever sealed it and the data-protection officer see it: that it was, and nothing of what it says. */
export type Sealing = {
  readonly id: SealingId
  readonly nominal: NominalId
  /** The table of facts. */
  readonly kind: string
  readonly versions: number
  readonly unit: string
  readonly why: string
  readonly sealedAt: Temporal.Instant
  readonly sealedBy: string
  readonly agency: string
  readonly isMine: boolean
  readonly holdsFile: boolean
  readonly unsealedAt: Temporal.Instant | null
  readonly unsealedBy: string | null
  readonly unsealedWhy: string | null
}

/** Whether there is still something under the seal. */
export const isUnderSeal = ({ unsealedAt }: Pick<Sealing, 'unsealedAt'>): boolean => unsealedAt === null

export const sealingInWords = ({ unsealedAt, unsealedBy }: Sealing): string =>
  unsealedAt === null ? 'Under seal' : `Opened by ${unsealedBy}, ${momentInWords(unsealedAt)}`
