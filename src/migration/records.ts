import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import { decodeValue, type Encoding } from './characters.ts'

/** A row as it stands in a file. */
export type StagedRecord = {
  /** The physical line on which it begins; the heading's is 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** What is wrong with its form, in plain words; null: nothing. */
  readonly fault: string | null
}

/** The rest of a file cannot be cut into rows. Its message is the end of a sentence that begins with the file's name. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** Bytes. No row of any system is as long; a quote that is never closed makes one that swallows the rest of the file. */
export const longestRecord = 5_000_000
/** Longer than any text on record; what is longer lost its way, and the row is refused. */
export const longestValue = 100_000
const mostValues = 1000
/** In UTF-8, read byte for byte. */
const byteOrderMark = '\u00ef\u00bb\u00bf'

type FileForm = {
  readonly encoding: Encoding
  readonly separator: string
  readonly headings: readonly string[]
  readonly raggedRow: string
}

/**
 * The rows of a file in order, without its heading and what is empty before it. Read byte for byte and decoded value by value: the signs that cut a file
 * into rows are the same in every encoding that is read, so one row in another encoding spoils no other.
 * Throws `UnreadableFile`.
 */
export async function* recordsOf(path: string, form: FileForm): AsyncGenerator<StagedRecord> {
  const source = createReadStream(path)
  const parser = parse({
    delimiter: form.separator,
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRecord,
  })
  source.on('error', error => parser.destroy(error))
  let line = 1
  let headingPassed = false
  try {
    for await (const record of source.pipe(parser) as AsyncIterable<readonly string[]>) {
      const isEmpty = record.length === 1 && record[0] === ''
      if (headingPassed && !isEmpty) yield stagedRecord(line, record, form)
      headingPassed ||= record.some(value => value.replace(byteOrderMark, '').trim() !== '')
      line += 1 + newLinesIn(record)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadableFile(`cannot be read from line ${line} on: ${whyCut(error)}`, { cause: error })
  } finally {
    source.destroy()
  }
}

/** Whether a row that is too long holds a quote that is never closed is not known, for it is read no further. */
const whyCut = ({ code }: CsvError): string =>
  code === 'CSV_MAX_RECORD_SIZE'
    ? `the row that begins there is longer than ${longestRecord.toLocaleString('en-GB')} bytes, or a quote in it is never closed`
    : 'a quote is opened there and never closed'

const stagedRecord = (line: number, record: readonly string[], form: FileForm): StagedRecord => {
  const decoded = record.slice(0, mostValues).map(bytes => decodeValue(bytes, form.encoding))
  const faults = [
    record.length === form.headings.length ? null : form.raggedRow,
    ...decoded.map(({ fault }, index) => fault && `${form.headings[index] ?? 'a value'} ${fault}`),
    ...record.map((value, index) =>
      value.length > longestValue
        ? `${form.headings[index] ?? 'a value'} is longer than ${longestValue} characters`
        : null,
    ),
  ].filter(fault => fault !== null)
  return { line, cells: decoded.map(({ text }) => text), fault: faults.length > 0 ? faults.join('; ') : null }
}

const newLinesIn = (record: readonly string[]): number =>
  record.reduce(
    (count, value) =>
      count + (value.includes('\n') || value.includes('\r') ? (value.match(/\r\n|\n|\r/g)?.length ?? 0) : 0),
    0,
  )
