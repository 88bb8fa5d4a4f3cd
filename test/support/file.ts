import { deflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib'
import sharp from 'sharp'

/** Files that tests send, made here: nothing of anybody's. */

/** A picture of one colour, with what cameras and people leave in one. */
export const aPicture = async (
  format: 'jpeg' | 'png' | 'webp' | 'tiff' = 'jpeg',
  { width = 600, height = 800, colour = '#8899aa' }: { width?: number; height?: number; colour?: string } = {},
): Promise<Buffer> => {
  const picture = sharp({ create: { width, height, channels: 3, background: colour } }).withExif({
    IFD0: { Make: 'Vesperlane', Artist: 'Orrin Vesperlane' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 11/1 30/1', GPSLongitudeRef: 'W', GPSLongitude: '2/1 13/1 0/1' },
  })
  return picture.toFormat(format).toBuffer()
}

export const appended = 'PK\u0003\u0004 something that was appended'

type Pdf = {
  readonly text?: string
  readonly more?: (document: PDFDocument) => void | Promise<void>
  readonly packed?: boolean
}

/** A PDF of one page. `more`: what else to put into it; `packed`: its objects lie in compressed streams. */
export const aPdf = async ({ text = 'A report', more, packed = true }: Pdf = {}): Promise<Buffer> => {
  const document = await PDFDocument.create()
  document.addPage([400, 600]).drawText(text, { x: 40, y: 540, size: 14 })
  await more?.(document)
  return Buffer.from(await document.save({ useObjectStreams: packed }))
}

/** An action that a PDF runs when it is opened. */
export const opensWith =
  (action: Record<string, string | PDFName>) =>
  ({ context, catalog }: PDFDocument): void =>
    catalog.set(PDFName.of('OpenAction'), context.register(context.obj(asObjects(action))))
const asObjects = (action: Record<string, string | PDFName>) =>
  Object.fromEntries(
    Object.entries(action).map(([key, value]) => [key, typeof value === 'string' ? PDFString.of(value) : value]),
  )
export const named = (name: string): PDFName => PDFName.of(name)

type Entry = { readonly name: string; readonly content: string | Buffer }

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
const crc32 = (bytes: Buffer): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** A ZIP archive as office programs write one. */
export const aZip = (entries: readonly Entry[]): Buffer => {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const bytes = Buffer.from(content)
    const packed = deflateSync(bytes).subarray(2, -4)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed])
    const central = Buffer.alloc(46)
    central.write('PK\u0001\u0002', 0, 'latin1')
    central.writeUInt16LE(20, 4)
    common.copy(central, 6, 0, 26)
    central.writeUInt32LE(offset, 42)
    directory.push(central, Buffer.from(name))
    parts.push(local)
    offset += local.length
  }
  const names = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(names.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, names, end])
}

const office = 'http://schemas.openxmlformats.org'
const word = `${office}/wordprocessingml/2006/main`
const relations = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${office}/package/2006/relationships">${inside}</Relationships>`
export const relation = (type: string, target: string, more = ''): string =>
  `<Relationship Id="r${type}" Type="${office}/officeDocument/2006/relationships/${type}" Target="${target}" ${more}/>`

/** A Word document with these paragraphs. `more`: parts besides, or instead of those with the same name. */
export const aDocx = (paragraphs: readonly string[] = ['A report'], more: readonly Entry[] = []): Buffer => {
  const body = paragraphs.map(text => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')
  const parts: Entry[] = [
    {
      name: '[Content_Types].xml',
      content: `<?xml version="1.0"?><Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    { name: '_rels/.rels', content: relations(relation('officeDocument', 'word/document.xml')) },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    },
    { name: 'word/_rels/document.xml.rels', content: relations('') },
  ]
  return aZip([...parts.filter(({ name }) => !more.some(other => other.name === name)), ...more])
}

/** The part that says what a document refers to. */
export const refersTo = (...inside: readonly string[]): Entry => ({
  name: 'word/_rels/document.xml.rels',
  content: relations(inside.join('')),
})
