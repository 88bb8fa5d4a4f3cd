import type { Refusal } from '#platform'
import { namesPreventReferral, preventInWords } from '#reference'
import type { FactKind, FactValues } from './fact-kind.ts'

/**
 * Why a fact is refused that would make a referral to Prevent the ground of a record: in the offence of a basis, in an offence, and in an
 * entry of the kind referral. The database repeats it (…_no_referral_to_prevent in schema/0017).
 */
export const whyPrevent = ({ table }: Pick<FactKind, 'table'>, values: FactValues): readonly Refusal[] => {
  const field = groundOf(table, values)
  return field !== null && namesPreventReferral(String(values[field] ?? '')) ? [{ field, text: preventInWords }] : []
}

/** The field in which the ground stands; null: this fact is none. */
const groundOf = (table: string, values: FactValues): string | null => {
  if (table === 'basis') return 'offence'
  if (table === 'offence' || table === 'registration') return 'words'
  return table === 'entry' && values['kind'] === 'REFERRAL' ? 'words' : null
}
