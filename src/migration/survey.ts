import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { decodeValue, encodingOf, nothingSurveyed, surveyed, type Encoding } from './characters.ts'

/** A file looked through once, before any row of it is read. */
export type SurveyedFile = {
  readonly sha256: string
  readonly encoding: Encoding
  /** The first line that is not empty, decoded, without a byte-order mark; empty where there is none. */
  readonly firstLine: string
}
export type FileSurvey = { readonly surveyed: SurveyedFile } | { readonly why: string }

const longestHeading = 64 * 1024
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Marks by which files tell that they are no text that Concord reads, with what to do about it. */
const otherForms: readonly (readonly [number[], string])[] = [
  [[0xff, 0xfe], 'is written in UTF-16: save it as UTF-8'],
  [[0xfe, 0xff], 'is written in UTF-16: save it as UTF-8'],
  [[0x50, 0x4b, 0x03, 0x04], 'is a workbook or an archive: save it as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is a workbook: save it as CSV'],
  [[0x1f, 0x8b], 'is compressed: unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'is a PDF: export it as CSV'],
]

/** Reads a file from end to end, holding no more than a chunk. `why`: what is wrong with it, as the end of a sentence that begins with its name. */
export const surveyFile = async (path: string): Promise<FileSurvey> => {
  const hash = createHash('sha256')
  let survey = nothingSurveyed
  let head = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    survey = surveyed(survey, chunk)
    if (head.length < longestHeading) head = Buffer.concat([head, chunk.subarray(0, longestHeading)])
  }
  if (head.length === 0) return { why: 'is empty' }
  const form = otherForms.find(([mark]) => head.subarray(0, mark.length).equals(Buffer.from(mark)))
  if (form) return { why: form[1] }
  const marked = head.subarray(0, 3).equals(byteOrderMark)
  const encoding = encodingOf(survey, marked)
  const text = head.subarray(marked ? 3 : 0).toString('latin1')
  const firstLine = text.split(/\r\n|\n|\r/).find(line => line.trim() !== '') ?? ''
  if (firstLine.includes('\0')) return { why: 'is not a text file' }
  return { surveyed: { sha256: hash.digest('hex'), encoding, firstLine: decodeValue(firstLine, encoding).text } }
}
