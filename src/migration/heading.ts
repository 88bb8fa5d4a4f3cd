import type { Profile, ProfileFile } from '#reference'

/** A file that is known by its headings: how its source writes, what its rows hold, and where its columns stand. */
export type RecognisedFile = {
  readonly profile: Profile
  readonly file: ProfileFile
  readonly separator: string
  /** As they stand in the file, columns that the profile does not know included. */
  readonly headings: readonly string[]
}
export type Recognition = { readonly recognised: RecognisedFile } | { readonly why: string }

/** What systems put between values; the one under which most headings are known is taken. */
const separators = [',', '|', ';', '\t']
const mostHeadings = 200

/**
 * Says which extract a file is, by its headings alone: whatever its name, in any order, with columns that nobody asked for.
 * `line`: its first line that is not empty, decoded. `why`: what is wrong with it, as the end of a sentence that begins with its name.
 */
export const recognise = (profiles: readonly Profile[], line: string): Recognition => {
  if (line.trim() === '') return { why: 'is empty' }
  const readings = separators.map(separator => readingOf(profiles, line, separator))
  const [best] = readings.sort((a, b) => b.known - a.known)
  if (!best?.nearest) return { why: 'has no headings of an extract that Concord knows' }
  const { nearest, headings, separator } = best
  const twice = headings.find((heading, index) => headings.indexOf(heading) !== index && heading !== '')
  if (twice !== undefined) return { why: `has two columns ${twice}` }
  const missing = nearest.file.columns.filter(({ heading }) => !headings.includes(heading))
  return missing.length === 0
    ? { recognised: { ...nearest, separator, headings } }
    : { why: `looks like ${nearest.file.name}, but lacks ${inWords(missing.map(({ heading }) => heading))}` }
}

type Nearest = { readonly profile: Profile; readonly file: ProfileFile }

/** The file whose headings are nearest, if more than half of them are there; of several complete ones that with most columns. */
const readingOf = (profiles: readonly Profile[], line: string, separator: string) => {
  const headings = line.split(separator, mostHeadings).map(heading =>
    heading
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim()
      .toUpperCase(),
  )
  let nearest: Nearest | undefined
  let [score, known] = [0, 0]
  for (const profile of profiles)
    for (const file of profile.files) {
      const found = file.columns.filter(({ heading }) => headings.includes(heading)).length
      const share = found / file.columns.length
      if (share <= 0.5 || share < score || (share === score && found <= known)) continue
      ;[nearest, score, known] = [{ profile, file }, share, found]
    }
  return { separator, headings, nearest, known }
}

const inWords = (headings: readonly string[]): string =>
  headings.length === 1 ? `the column ${headings[0]}` : `the columns ${headings.join(', ')}`
