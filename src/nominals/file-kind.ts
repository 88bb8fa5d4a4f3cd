/** A photograph is of the person and has a day; all else is a document, a picture of something else too. */
export type FileKind = 'photograph' | 'document'

/** What is kept of a file: all of it, and of a picture a small size for lists. */
export type FileForm = 'whole' | 'small'

/** A type of file that Concord takes, known by its content and never by its name. */
export type FileType = {
  readonly mediaType: string
  readonly extension: string // of what is kept
  readonly words: string
  readonly as: 'picture' | 'pdf' | 'office' | 'text'
}

const megabyte = 1024 * 1024

/** What a file may be. `pixels`: a picture that would unfold to more is not unfolded. */
export const fileLimits = {
  megabytes: 25, // the database holds the same
  bytes: 25 * megabyte,
  pixels: 50_000_000,
  longestSide: 4000, // pixels of what is kept of a picture
  smallSide: 240, // pixels of its small size: twice what a headline shows, for sharp screens
  unpackedBytes: 200 * megabyte, // of an office document
  packedParts: 2000, // files within an office document
  textRead: 200_000, // characters of a document that are read for a marking
  descriptionLength: 500,
} as const

export const fileTypes: readonly FileType[] = [
  { mediaType: 'image/jpeg', extension: 'jpg', words: 'JPEG', as: 'picture' },
  { mediaType: 'image/png', extension: 'png', words: 'PNG', as: 'picture' },
  { mediaType: 'image/webp', extension: 'webp', words: 'WebP', as: 'picture' },
  { mediaType: 'image/tiff', extension: 'tiff', words: 'TIFF', as: 'picture' },
  { mediaType: 'application/pdf', extension: 'pdf', words: 'PDF', as: 'pdf' },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: 'docx',
    words: 'Word (DOCX)',
    as: 'office',
  },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    words: 'Excel (XLSX)',
    as: 'office',
  },
  { mediaType: 'text/plain', extension: 'txt', words: 'plain text', as: 'text' },
]

const inWords = (types: readonly FileType[]): string => {
  const words = types.map(type => type.words)
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`
}

export const photographTypes = fileTypes.filter(({ as }) => as === 'picture')
export const photographTypesInWords = inWords(photographTypes)
export const fileTypesInWords = inWords(fileTypes)

/** What people are told to do with types that are often sent and not taken; by media type. */
const instead: Readonly<Record<string, string>> = {
  'image/heic':
    'is an iPhone’s HEIC picture: on the telephone choose Settings, Camera, Formats, Most Compatible, or save it as JPEG',
  'image/heif': 'is a HEIF picture: save it as JPEG',
  'image/avif': 'is an AVIF picture: save it as JPEG',
  'image/gif': 'is a GIF picture: save it as PNG',
  'image/bmp': 'is a BMP picture: save it as PNG',
  'image/svg+xml': 'is a drawing that may hold programs: save it as PNG',
  'text/html': 'is a web page, which may hold programs: print it to a PDF',
  'application/xml': 'is an XML file: print it to a PDF',
  'application/x-cfb':
    'is an old office document or an email, which may hold programs: save it as DOCX or print it to a PDF',
  'application/rtf': 'is an RTF document, which may hold programs: save it as DOCX or print it to a PDF',
  'application/zip': 'is an archive: send the files in it one by one',
  'application/x-7z-compressed': 'is an archive: send the files in it one by one',
  'application/x-rar-compressed': 'is an archive: send the files in it one by one',
  'application/vnd.ms-word.document.macroenabled.12': 'holds programs (macros): save it as DOCX without them',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'holds programs (macros): save it as XLSX without them',
  'application/vnd.oasis.opendocument.text': 'is an OpenDocument text: save it as DOCX or PDF',
  'application/vnd.oasis.opendocument.spreadsheet': 'is an OpenDocument spreadsheet: save it as XLSX or PDF',
}

/** Why a type is not taken and what to do, after "The file ". `mediaType`: as found from the content; undefined: none is known. */
export const notTakenInWords = (mediaType: string | undefined): string =>
  (mediaType === undefined ? undefined : instead[mediaType]) ??
  `is not of a type that Concord takes: send ${fileTypesInWords}`
