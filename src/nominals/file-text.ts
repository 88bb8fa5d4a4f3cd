/** Control characters that a text may have: tab, line feed, form feed, carriage return. Of Windows' own five places none is a character. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const notOfText = /[\0-\x08\x0b\x0e-\x1f\x7f]/
const notOfWindows = /[\x81\x8d\x8f\x90\x9d]/

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A text and how it is written: what a browser is told of it. */
export type ReadText = { readonly text: string; readonly charset: 'utf-8' | 'utf-16le' | 'windows-1252' }

/** The text that bytes are, or undefined when they are none: UTF-8, UTF-16 with its mark, or what Windows wrote before it had either. */
export const readText = (bytes: Uint8Array): ReadText | undefined => {
  const sixteen = bytes[0] === 0xff && bytes[1] === 0xfe
  const [charset, text] = sixteen
    ? (['utf-16le', decoded(bytes, 'utf-16le')] as const)
    : (['utf-8', decoded(bytes, 'utf-8')] as const)
  if (text !== undefined) return notOfText.test(text) ? undefined : { text, charset }
  if (sixteen || notOfWindows.test(Buffer.from(bytes).toString('latin1'))) return undefined
  const old = decoded(bytes, 'windows-1252')
  return old === undefined || notOfText.test(old) ? undefined : { text: old, charset: 'windows-1252' }
}

/** Whether a text is one that programs read as more than text. By media type; undefined: it is plain. */
export const textInDisguise = (text: string): string | undefined => {
  const start = text.slice(0, 1000).trimStart().toLowerCase()
  if (/^<(?:!doctype html|html|head|body|script)\b/.test(start)) return 'text/html'
  if (/^<svg\b/.test(start)) return 'image/svg+xml'
  return start.startsWith('<?xml') || start.startsWith('<!doctype') ? 'application/xml' : undefined
}
