import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { fileLimits } from './file-kind.ts'
import { readText } from './file-text.ts'

const programs = 'holds programs (macros or controls)'
const others = 'has other files in it'
const elsewhere = 'fetches something from elsewhere when it is opened'
const commands = 'runs commands through its fields'
const bomb = 'unfolds to more than any document'
const uncheckable = 'cannot be checked'

/** What to do with all of them. */
export const officeInstead = 'save it as a new document without these, or print it to a PDF, and send that'

/** Parts that are there for one thing only, by their names. */
const unwantedParts: readonly (readonly [RegExp, string])[] = [
  [/vba(?:project|data)|macrosheets?\/|\/activex|activex\d*\.|customui/i, programs],
  [/embeddings\/|\.(?:exe|dll|js|vbs|hta|lnk|ole|chm|jar|ps1|bat|cmd|scr|msi)$|afchunk/i, others],
  [/externallinks?\/|(?:^|\/)connections\.xml$|querytables?\//i, elsewhere],
]
/** Fields that fetch or run when a document is opened. */
const unwantedFields = /\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|DATABASE)\b/i
/** Parts whose text people see, and where programs keep the marking that was chosen. */
const visible =
  /^(?:word\/(?:document|header\d*|footer\d*)\d*\.xml|xl\/(?:sharedStrings|worksheets\/sheet\d+)\.xml|docProps\/(?:core|custom|app)\.xml)$/i

type Part = { readonly name: string; readonly bytes: Buffer }

/** What speaks against an office document (OOXML), each once, after "It ", and its visible text for a marking. */
export const readOffice = async (
  bytes: Buffer,
): Promise<{ readonly faults: readonly string[]; readonly text: string }> => {
  const found = new Set<string>()
  let text = ''
  try {
    for await (const { name, bytes: part } of partsOf(bytes)) {
      for (const [expression, why] of unwantedParts) if (expression.test(name)) found.add(why)
      if (!/\.(?:xml|rels)$/i.test(name)) continue
      const xml = readText(part)?.text
      // Entities that a document declares for itself could hide anything from whoever reads it as text.
      if (xml === undefined || /<!(?:DOCTYPE|ENTITY)/i.test(xml)) found.add(uncheckable)
      else {
        for (const why of faultsOfPart(name, xml)) found.add(why)
        if (visible.test(name) && text.length < fileLimits.textRead) text += `${textOf(xml)}\n`
      }
    }
  } catch (error) {
    found.add(error instanceof Bomb ? bomb : uncheckable)
  }
  return { faults: [...found], text: text.slice(0, fileLimits.textRead) }
}

class Bomb extends Error {}

/** Every part, unfolded to the end: what a part says of its size is not believed. */
async function* partsOf(bytes: Buffer): AsyncGenerator<Part> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true, decodeStrings: true, strictFileNames: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  )
  if (zip.entryCount > fileLimits.packedParts) throw new Bomb()
  let unpacked = 0
  const next = () =>
    new Promise<Entry | undefined>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(undefined))
        .once('error', reject)
      zip.readEntry()
    })
  for (let entry = await next(); entry !== undefined; entry = await next()) {
    zip.removeAllListeners()
    if (entry.fileName.endsWith('/')) continue
    const chunks: Buffer[] = []
    for await (const chunk of await opened(zip, entry)) {
      unpacked += (chunk as Buffer).length
      if (unpacked > fileLimits.unpackedBytes) throw new Bomb()
      chunks.push(chunk as Buffer)
    }
    yield { name: entry.fileName, bytes: Buffer.concat(chunks) }
  }
}

const opened = (zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> =>
  new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  )

const faultsOfPart = (name: string, xml: string): readonly string[] => [
  ...(/macroEnabled|vbaProject/i.test(xml) && /content_types/i.test(name) ? [programs] : []),
  ...(/\.rels$/i.test(name) ? faultsOfRelations(xml) : []),
  ...(unwantedFields.test(fieldsOf(xml)) || /<(?:\w+:)?ddeLink\b/i.test(xml) ? [commands] : []),
]

/** A relation that leads out of the document may be a link that somebody presses, and nothing else. */
const faultsOfRelations = (xml: string): readonly string[] =>
  [...xml.matchAll(/<(?:[\w.-]+:)?Relationship\b([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const valueOf = (attribute: string) =>
      new RegExp(`\\b${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)?.slice(1).find(Boolean) ?? ''
    const type = valueOf('Type')
    const mode = valueOf('TargetMode')
    return [
      ...(mode !== '' && mode !== 'Internal' && !type.endsWith('/hyperlink') ? [elsewhere] : []),
      ...(/\/(?:aFChunk|oleObject|package)$/i.test(type) ? [others] : []),
      ...(/\/(?:vbaProject|control|activeXControlBinary|xlMacrosheet)$/i.test(type) ? [programs] : []),
    ]
  })

/** The instructions of fields; one may be cut into several runs. */
const fieldsOf = (xml: string): string =>
  [
    ...[...xml.matchAll(/<w:instrText\b[^>]*>([^<]*)<\/w:instrText>/g)].map(([, words]) => words),
    ...[...xml.matchAll(/<w:fldSimple\b[^>]*\bw:instr\s*=\s*"([^"]*)"/g)].map(([, words]) => ` ${words} `),
  ].join('')

const textOf = (xml: string): string =>
  xml
    .replaceAll(/<\/(?:w:p|si|row|c|dc:\w+|cp:\w+|vt:\w+|property|oddHeader|oddFooter)>/g, '\n')
    .replaceAll(/<w:(?:tab|br)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
