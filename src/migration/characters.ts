import { isUtf8 } from 'node:buffer'
import { decode } from 'iconv-lite'

export type Encoding = 'utf-8' | 'windows-1252'

/** What a file's bytes say of its letters, gathered chunk by chunk. */
export type Survey = {
  /** Characters beyond ASCII that are well-formed UTF-8, and bytes that are not part of one. */
  readonly sequences: number
  readonly strays: number
  /** Bytes at the end of the last chunk that may be the beginning of a character. */
  readonly held: Buffer
}

export const nothingSurveyed: Survey = { sequences: 0, strays: 0, held: Buffer.alloc(0) }

const lengthOf = (first: number): number =>
  first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0

/** Adds a chunk to what is known of the file before it. */
export const surveyed = ({ sequences, strays, held }: Survey, chunk: Buffer): Survey => {
  const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at]!
    if (first < 0x80) {
      at++
      continue
    }
    const length = lengthOf(first)
    if (length > 0 && at + length > bytes.length) return { sequences, strays, held: Buffer.from(bytes.subarray(at)) }
    if (length > 0 && isUtf8(bytes.subarray(at, at + length))) {
      sequences++
      at += length
    } else {
      strays++
      at++
    }
  }
  return { sequences, strays, held: nothingSurveyed.held }
}

/**
 * The encoding that a file is read in: UTF-8 when it says so by a byte-order mark, or when everything in it, or most of it, is
 * well-formed UTF-8; else windows-1252. A row that is written otherwise than its file is refused by itself.
 */
export const encodingOf = ({ sequences, strays, held }: Survey, byteOrderMark: boolean): Encoding => {
  const malformed = strays + held.length
  return byteOrderMark || malformed === 0 || sequences > malformed ? 'utf-8' : 'windows-1252'
}

/** A value decoded, and what is wrong with its characters, in plain words. */
export type Decoded = { readonly text: string; readonly fault: string | null }

/** Five bytes stand for nothing in windows-1252. */
const undefinedBytes = /[\x81\x8d\x8f\x90\x9d]/

/** A byte beyond ASCII takes two in UTF-8. */
const isAscii = (bytes: string): boolean => Buffer.byteLength(bytes) === bytes.length

/** Signs that steer machines and stand in no text: all below the space but tab, line feed and carriage return. */
const steering = /[^\P{Cc}\t\n\r\x7f-\x9f]/u

/**
 * Decodes a value that was read byte for byte as latin1. A control character, which no text holds and a database refuses, becomes the
 * sign that pictures it: ␀ for a NUL byte.
 */
export const decodeValue = (bytes: string, encoding: Encoding): Decoded => {
  const ascii = isAscii(bytes)
  const steers = steering.test(bytes)
  if (ascii && !steers) return { text: bytes, fault: null }
  const buffer = Buffer.from(bytes, 'latin1')
  const wellFormed = ascii || isUtf8(buffer)
  const text = wellFormed ? buffer.toString('utf8') : decode(buffer, 'win1252')
  if (steers) return { text: pictured(text), fault: 'has a control character' }
  if (encoding === 'utf-8')
    return { text, fault: wellFormed ? null : 'is not written in UTF-8 as the rest of its file' }
  if (wellFormed) return { text, fault: 'is written in UTF-8, and the rest of its file is not' }
  return { text, fault: undefinedBytes.test(bytes) ? 'has a character that windows-1252 does not have' : null }
}

const pictured = (text: string): string =>
  Array.from(text, letter =>
    steering.test(letter) ? String.fromCodePoint(0x2400 + letter.codePointAt(0)!) : letter,
  ).join('')
