import { dayInWords, dayOf, decide, momentInWords, type Decision, type Id } from '#platform'
import policy from '../../reference/extract-policy.json' with { type: 'json' }
import { number } from './figures.ts'
import type { Figures } from './extract.facts.ts'

export type SigningId = Id<'extract signing'>
export type HoldId = Id<'extract hold'>

/** How long staged rows are kept after their reconciliation is signed: `reference/extract-policy.json`. */
export const stagedRowsDays: number = policy.stagedRowsDays

/** A signature under the figures of an agency's files in an extract. */
export type Signing = {
  readonly id: SigningId
  readonly read: number
  readonly refused: number
  readonly refusedWhy: string
  readonly signedBy: string
  readonly signedAt: Temporal.Instant
  /** The first day, London's, on which the rows go. */
  readonly destroyOn: Temporal.PlainDate
  readonly withdrawn: { readonly by: string; readonly at: Temporal.Instant; readonly why: string } | null
  readonly destroyedAt: Temporal.Instant | null
}

/** While it is in force nothing of the agency's rows in the extract is destroyed. */
export type Hold = {
  readonly id: HoldId
  readonly why: string
  readonly placedBy: string
  readonly placedAt: Temporal.Instant
  readonly lifted: { readonly by: string; readonly at: Temporal.Instant; readonly why: string } | null
}

/** Everything that was signed, withdrawn, held and lifted, the latest first. */
export type Reconciliation = { readonly signings: readonly Signing[]; readonly holds: readonly Hold[] }

export const signatureOf = ({ signings }: Reconciliation): Signing | null =>
  signings.find(({ withdrawn }) => withdrawn === null) ?? null
export const holdOf = ({ holds }: Reconciliation): Hold | null => holds.find(({ lifted }) => lifted === null) ?? null

/** What may be done now. The database repeats each: sign_reconciliation(), withdraw_signature(), place_hold(), lift_hold(). */
export const mayNow = (
  reconciliation: Reconciliation,
  extract: { readonly isFinished: boolean } & Figures,
): { readonly sign: boolean; readonly withdraw: boolean; readonly hold: boolean; readonly lift: boolean } => {
  const [signature, hold] = [signatureOf(reconciliation), holdOf(reconciliation)]
  const isGone = signature?.destroyedAt != null
  return {
    sign: signature === null && extract.isFinished && extract.read === extract.takenIn + extract.refused,
    withdraw: signature !== null && !isGone,
    hold: hold === null && !isGone,
    lift: hold !== null,
  }
}

const [fewest, most] = [10, 500]

/** A reason in 10 to 500 characters. The database repeats it. */
export const readReason = (field: string, text: string): Decision<{ readonly why: string }> =>
  decide<{ readonly why: string }>(
    [
      text.length < fewest && { field, text: `Say why, in ${fewest} characters or more` },
      text.length > most && { field, text: `Say it in ${most} characters or fewer` },
    ],
    () => ({ why: text }),
  )

/** Whether figures may be signed: what is still refused is left with a reason. */
export const readSigning = (why: string, { refused }: Pick<Figures, 'refused'>): Decision<{ readonly why: string }> =>
  refused === 0 ? decide<{ readonly why: string }>([], () => ({ why: '' })) : readReason('refusedWhy', why)

/** How it stands, in a sentence or two. */
export const reconciliationInWords = (
  reconciliation: Reconciliation,
  extract: { readonly isFinished: boolean },
): readonly string[] => {
  const [signature, hold] = [signatureOf(reconciliation), holdOf(reconciliation)]
  const held = hold === null ? [] : [`Held by ${hold.placedBy} since ${dayInWords(dayOf(hold.placedAt))}: ${hold.why}`]
  if (signature === null)
    return [
      extract.isFinished
        ? 'The reconciliation is not signed.'
        : 'The reconciliation is signed when every row has been settled.',
      ...held,
    ]
  const signed = `The reconciliation was signed by ${signature.signedBy}, ${momentInWords(signature.signedAt)}.`
  if (signature.destroyedAt !== null)
    return [signed, `What the rows said was destroyed on ${dayInWords(dayOf(signature.destroyedAt))}.`]
  return [
    signed,
    hold === null
      ? `What the rows say will be destroyed on ${dayInWords(signature.destroyOn)}.`
      : 'Nothing is destroyed while it is held.',
    ...held,
  ]
}

/** Each signature and hold with its end, for the history. */
export const signingInWords = ({ read, refused, refusedWhy, signedBy, signedAt, withdrawn }: Signing): string =>
  [
    `Signed by ${signedBy}, ${momentInWords(signedAt)}: ${number(read)} read, ${number(refused)} refused.`,
    ...(refusedWhy === '' ? [] : [`Why those are left: ${refusedWhy}.`]),
    ...(withdrawn === null ? [] : [`Withdrawn by ${withdrawn.by}, ${momentInWords(withdrawn.at)}: ${withdrawn.why}.`]),
  ].join(' ')

export const holdInWords = ({ placedBy, placedAt, why, lifted }: Hold): string =>
  [
    `Held by ${placedBy}, ${momentInWords(placedAt)}: ${why}.`,
    ...(lifted === null ? [] : [`Lifted by ${lifted.by}, ${momentInWords(lifted.at)}: ${lifted.why}.`]),
  ].join(' ')
