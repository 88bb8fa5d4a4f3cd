import { Stop } from '#platform'
import type { Profile, ProfileFile } from '#reference'
import type { Ground } from './ground.store.ts'
import { rowReader, type RowReader } from './row-reader.ts'
import type { StagedFile } from './staging.store.ts'

/** A staged file's profile, ready to read its rows. */
export type FileReader = RowReader & { readonly profile: Profile; readonly file: ProfileFile }

/** Throws `Stop` when the profile that a file was staged under is no longer in `reference/`. */
export const fileReader = (
  { reference, agencyIds }: Ground,
  staged: Pick<StagedFile, 'profile' | 'kind' | 'name' | 'headings'>,
): FileReader => {
  const profile = reference.profiles.find(each => each.profile === staged.profile)
  const file = profile?.files.find(each => each.kind === staged.kind)
  if (!profile || !file)
    throw new Stop(
      `${staged.name} was staged as ${staged.profile} ${staged.kind}, which reference/import-profiles no longer has.`,
    )
  return { profile, file, ...rowReader({ profile, file, headings: staged.headings }, { reference, agencyIds }) }
}
