import { fileView } from './file.views.ts'
import type { FilesSeen } from './file.facts.ts'
import { howRecent } from './photograph.ts'

/** The photograph in a headline. `source`: the image itself; null when it could not be read just now. */
export type PhotographView = { readonly source: string | null; readonly href: string; readonly recent: string }

/** The section of a record that says which files there are. */
export type FilesSection = {
  readonly count: string
  readonly all: string
  readonly add: string | null // null: the role worn adds none
  readonly lines: readonly {
    readonly href: string | null // null: it was withdrawn since
    readonly description: string
    readonly details: string
    readonly source: string
  }[]
}

/** In a section; all of them stand on their own page. */
const linesShown = 6

export const photographView = (
  { photograph }: Pick<FilesSeen, 'photograph'>,
  today: Temporal.PlainDate,
): PhotographView | null =>
  photograph && {
    source: photograph.source,
    href: `/photographs/${photograph.id}`,
    recent: howRecent(photograph.takenOn, today),
  }

type Base = {
  readonly at: string
  readonly contents: readonly { readonly text: string; readonly href: string; readonly count: number | null }[]
}

/** A view of a record with its photograph and its section of files, which also stands in the list of contents. `today`: the day of which it is read; `isEarlier`: whether that is over. */
export const withFiles = <View extends Base>(
  view: View,
  seen: FilesSeen,
  {
    mayAdd,
    today,
    isEarlier = false,
  }: { readonly mayAdd: boolean; readonly today: Temporal.PlainDate; readonly isEarlier?: boolean },
): View & { readonly photograph: PhotographView | null; readonly files: FilesSection } => {
  const { files, total } = seen.files ?? { files: [], total: 0 }
  const all = `${view.at}/files`
  const lines = files.slice(0, linesShown).map(file => {
    const { description, href, kind, recent, marking, source } = fileView(file, undefined, today)
    return {
      // The page of files is today's: an earlier day leads to the version of that day itself.
      href: file.withdrawnSince ? null : isEarlier ? href : all,
      description: file.withdrawnSince ? `${description}: withdrawn since` : description,
      details: [kind, recent, ...marking].filter(part => part !== '').join(' · '),
      source,
    }
  })
  const place = view.contents.findIndex(({ href }) => href === '#chronology')
  return {
    ...view,
    contents: view.contents.toSpliced(place, 0, { text: 'Files', href: '#files', count: total }),
    photograph: photographView(seen, today),
    files: {
      count: total > lines.length ? `The first ${lines.length} of ${total}` : '',
      all,
      add: mayAdd ? `${all}#add` : null,
      lines,
    },
  }
}
