import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  type PDFObject,
} from '@cantoo/pdf-lib'
import { getDocumentProxy } from 'unpdf'

/** What may not stand in a PDF, and what it does there, after "It ". By the name of a key or of an action. */
const unwanted: Readonly<Record<string, string>> = {
  JavaScript: 'runs programs (JavaScript)',
  JS: 'runs programs (JavaScript)',
  Launch: 'starts other programs',
  EmbeddedFiles: 'has other files in it',
  EmbeddedFile: 'has other files in it',
  EF: 'has other files in it',
  RichMedia: 'plays sound or film',
  Rendition: 'plays sound or film',
  XFA: 'is a form that builds itself (XFA)',
  SubmitForm: 'sends what is typed into it elsewhere',
  ImportData: 'sends what is typed into it elsewhere',
  GoToE: 'has other files in it',
}
const encrypted = 'is encrypted or needs a password'
const byItself = 'opens an address by itself'

export const cannotBeChecked = 'is broken and cannot be checked'

/** What to do with all of them. */
export const pdfInstead = 'print it to a new PDF and send that'

/** A name as it may be written: each of its characters, or # and its number. */
const written = (name: string): string =>
  name.replaceAll(/./g, letter => `(?:${letter}|#${letter.charCodeAt(0).toString(16)})`)
/** Long names only: two letters come about by chance in what is compressed. */
const inBytes = Object.keys(unwanted)
  .filter(name => name.length >= 6)
  .map(name => [name, new RegExp(`/${written(name)}(?![A-Za-z0-9])`, 'i')] as const)

/**
 * What speaks against a PDF, each once, after "It "; none: it may be kept. Read twice: as objects, those in compressed streams too, and as
 * bytes, because what one reader takes for the inside of a stream another may take for an object.
 */
export const faultsOfPdf = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const found = new Set<string>()
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  for (const [name, expression] of inBytes) if (expression.test(raw)) found.add(unwanted[name]!)
  if (new RegExp(`/${written('Encrypt')}(?![A-Za-z0-9])`).test(raw)) found.add(encrypted)
  const document = await PDFDocument.load(bytes, {
    ignoreEncryption: true,
    updateMetadata: false,
    throwOnInvalidObject: true,
  })
    .then(read => (read.getPageCount() > 0 ? read : undefined))
    .catch(() => undefined)
  if (!document) return found.size > 0 ? [...found] : [cannotBeChecked]
  const { context } = document
  if (context.trailerInfo.Encrypt) found.add(encrypted)

  const seen = new Set<PDFObject>()
  const look = (object: PDFObject | undefined): void => {
    const todo = [object]
    while (todo.length > 0) {
      const here = todo.pop()
      if (here === undefined || seen.has(here)) continue
      seen.add(here)
      if (here instanceof PDFName) {
        const why = unwanted[here.decodeText()]
        // As the kind of an action; two letters may be anybody's name.
        if (why !== undefined && here.decodeText().length > 2) found.add(why)
      } else if (here instanceof PDFArray) todo.push(...here.asArray())
      else if (here instanceof PDFStream) todo.push(here.dict)
      else if (here instanceof PDFDict)
        for (const [key, value] of here.entries()) {
          const name = key.decodeText()
          const why = unwanted[name]
          if (why !== undefined) found.add(why)
          if (name === 'OpenAction' && opensAddress(value)) found.add(byItself)
          todo.push(value)
        }
    }
  }
  const opensAddress = (value: PDFObject): boolean => {
    const action = value instanceof PDFRef ? context.lookup(value) : value
    const kind = action instanceof PDFDict ? action.get(PDFName.of('S')) : undefined
    return kind instanceof PDFName && ['URI', 'GoToR'].includes(kind.decodeText())
  }
  for (const [, object] of context.enumerateIndirectObjects()) {
    look(object)
    if (object instanceof PDFRawStream) look(object.dict)
  }
  return [...found]
}

const pagesRead = 5

/** The text of the first pages, as far as it can be read; empty where they are pictures. `most`: characters. */
export const textOfPdf = async (bytes: Uint8Array, most: number): Promise<string> => {
  const document = await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false })
  let text = ''
  for (let number = 1; number <= Math.min(pagesRead, document.numPages) && text.length < most; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : `${item.str} `
    text += '\n'
  }
  return text.slice(0, most)
}
