import { decide, momentInWords, type Decision, type Id, type OfficerId } from '#platform'

export type DestructionRequestId = Id<'destruction request'>

/** What is asked of something under seal, and what became of that. */
export type Destruction = {
  readonly request: DestructionRequestId
  readonly why: string
  readonly askedAt: Temporal.Instant
  readonly askedBy: string
  readonly asker: OfficerId
  /** Whether whoever looks is, by account or by name, the human being who asked. */
  readonly isMine: boolean
  readonly outcome: 'confirmed' | 'refused' | 'taken back' | null
  readonly outcomeWhy: string
  readonly decidedAt: Temporal.Instant | null
  readonly decidedBy: string | null
  readonly destroyedAt: Temporal.Instant | null
}

export const destructionOutcomes = ['confirmed', 'refused', 'taken back'] as const
export type DestructionOutcome = (typeof destructionOutcomes)[number]
export const isDestructionOutcome = (given: unknown): given is DestructionOutcome =>
  destructionOutcomes.some(each => each === given)

/** Whether something is asked and not decided. */
export const waits = ({ outcome }: Pick<Destruction, 'outcome'>): boolean => outcome === null

export type Deciding = { readonly keepsSeals: boolean; readonly isMine: boolean }

/**
 * Whether a request may be decided so: another human being than the one who asked, the data-protection officer, confirms or refuses; only
 * who asked takes it back; a refusal says why. The database repeats it: decide_destruction() and destroyed_by_two().
 */
export const decideDestruction = (
  request: Pick<Destruction, 'outcome'>,
  { keepsSeals, isMine }: Deciding,
  outcome: DestructionOutcome,
  why: string,
): Decision<{ readonly outcome: DestructionOutcome; readonly why: string }> =>
  decide<{ readonly outcome: DestructionOutcome; readonly why: string }>(
    [
      !waits(request) && { field: '', text: 'It has been decided already' },
      outcome === 'taken back' && !isMine && { field: 'outcome', text: 'Only who asked for it takes it back' },
      outcome !== 'taken back' &&
        isMine && {
          field: 'outcome',
          text: 'Another person decides than the one who asked, whichever account they use',
        },
      outcome !== 'taken back' &&
        !isMine &&
        !keepsSeals && { field: 'outcome', text: 'The data-protection officer decides' },
      outcome === 'refused' && why === '' && { field: 'decidedWhy', text: 'Say why it is refused' },
      why.length > 500 && { field: 'decidedWhy', text: 'Say it in 500 characters or fewer' },
    ],
    () => ({ outcome, why }),
  )

export const destructionInWords = ({ outcome, decidedBy, decidedAt, destroyedAt }: Destruction): string => {
  if (destroyedAt) return `Destroyed, ${momentInWords(destroyedAt)}, on the word of ${decidedBy}`
  if (outcome === null) return 'Waits for another person, the data-protection officer'
  const when = `${decidedBy}, ${momentInWords(decidedAt!)}`
  if (outcome === 'confirmed')
    return `Confirmed by ${when}. It is destroyed within a minute by a separate login of the database; if this stays here, tell whoever runs Concord that DATABASE_DESTROYER_URL is missing`
  return outcome === 'refused' ? `Refused by ${when}` : `Taken back by ${when}`
}
